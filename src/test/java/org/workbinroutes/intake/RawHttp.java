package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** HTTP/1.1 byte by byte: no client library that would mend what a hostile caller sends. */
public final class RawHttp {
  private final int port;
  private final int patienceMillis;

  public RawHttp(int port) {
    this(port, Duration.ofSeconds(10));
  }

  /**
   * @param port where the server listens on this machine
   * @param patience how long to wait for the connection, and for each part of an answer
   */
  public RawHttp(int port, Duration patience) {
    this.port = port;
    this.patienceMillis = Math.toIntExact(patience.toMillis());
  }

  public Answer post(String path, String body, String... headers) throws IOException {
    return post(path, body.getBytes(UTF_8), headers);
  }

  public Answer post(String path, byte[] body, String... headers) throws IOException {
    return send("POST", path, body, headers);
  }

  public Answer postJson(String body, String... headers) throws IOException {
    String[] all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Type: application/json";
    return post("/placements", body, all);
  }

  public Answer get(String path, String... headers) throws IOException {
    return send("GET", path, new byte[0], headers);
  }

  public Answer send(String method, String path, byte[] body, String... headers)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes((method + " " + path + " HTTP/1.1\r\n").getBytes(UTF_8));
    request.writeBytes("Host: 127.0.0.1\r\nConnection: close\r\n".getBytes(UTF_8));
    for (String header : headers) {
      request.writeBytes((header + "\r\n").getBytes(UTF_8));
    }
    if (body.length > 0) {
      request.writeBytes(("Content-Length: " + body.length + "\r\n").getBytes(UTF_8));
    }
    request.writeBytes("\r\n".getBytes(UTF_8));
    request.writeBytes(body);
    return send(request.toByteArray());
  }

  public Answer send(byte[] request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMillis);
      socket.setSoTimeout(patienceMillis);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return new Answer(socket.getInputStream().readAllBytes());
    }
  }

  /** What came back, to the last byte. */
  public static final class Answer {
    public final String raw;
    public final int status;
    public final List<String> headers;
    public final String body;

    public Answer(byte[] bytes) {
      raw = new String(bytes, ISO_8859_1);
      int end = raw.indexOf("\r\n\r\n");
      String head = end < 0 ? raw : raw.substring(0, end);
      List<String> lines = head.lines().toList();
      status = lines.isEmpty() ? 0 : Integer.parseInt(lines.get(0).substring(9, 12));
      headers = lines.isEmpty() ? lines : lines.subList(1, lines.size());
      body = end < 0 ? "" : new String(raw.substring(end + 4).getBytes(ISO_8859_1), UTF_8);
    }

    public String header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(header -> header.substring(prefix.length()).strip())
          .findFirst()
          .orElse(null);
    }

    public List<String> headerNames() {
      return headers.stream()
          .map(header -> header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT))
          .toList();
    }

    public JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }
  }
}
