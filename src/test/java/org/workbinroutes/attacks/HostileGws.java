package org.workbinroutes.attacks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.workbinroutes.outbound.RawServer;

/**
 * GWS as the product reaches it: the simulator, and in front of it somebody who answers some calls
 * with bytes of their own.
 */
final class HostileGws implements AutoCloseable {
  /** Answers calls in the place of GWS. */
  interface Hostility {
    /**
     * Looks at a call.
     *
     * @param out to the product; what is written must be flushed
     * @return false if GWS shall answer it, and nothing was written
     */
    boolean answers(Call call, OutputStream out) throws IOException, InterruptedException;
  }

  private static final Hostility NONE = (call, out) -> false;
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "content-length",
          "host",
          "transfer-encoding",
          "expect",
          "upgrade",
          ":status");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String gwsUrl;
  private final RawServer server;
  private volatile Hostility hostility = NONE;
  private volatile String moreHeaders = "";

  HostileGws(String gwsUrl) throws IOException {
    this.gwsUrl = gwsUrl;
    this.server = new RawServer(this::serve);
  }

  String url() {
    return server.url();
  }

  void turn(Hostility now) {
    hostility = now;
  }

  /** Has every answer of GWS have these header lines too. */
  void addHeaders(String lines) {
    moreHeaders = lines;
  }

  void beHonest() {
    hostility = NONE;
    moreHeaders = "";
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = new BufferedOutputStream(socket.getOutputStream());
    for (Call call = Call.read(in); call != null; call = Call.read(in)) {
      if (!hostility.answers(call, out)) {
        forward(call, out);
      }
      out.flush();
    }
  }

  private void forward(Call call, OutputStream out) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(gwsUrl + call.target()))
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
    for (String[] header : call.headers()) {
      if (!NOT_FORWARDED.contains(header[0].toLowerCase(java.util.Locale.ROOT))) {
        request.header(header[0], header[1]);
      }
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.statusCode() + " Forwarded\r\n");
    for (Map.Entry<String, List<String>> header : answer.headers().map().entrySet()) {
      if (!NOT_FORWARDED.contains(header.getKey())) {
        header.getValue().forEach(v -> head.append(header.getKey() + ": " + v + "\r\n"));
      }
    }
    head.append(moreHeaders);
    head.append("content-length: " + answer.body().length + "\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    out.write(answer.body());
  }

  /** The head of a right answer whose body has this length. */
  static byte[] head(long length) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
