package org.workbinroutes.sink.cometd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.workbinroutes.browser.Chromium;

/** A page with CometD's JavaScript client in a real browser, which tells what it saw. */
final class Desk implements AutoCloseable {
  private static final Path CLIENT = Path.of("src/browser/node_modules/cometd");

  private final ObjectMapper json = new ObjectMapper();
  private final BlockingQueue<JsonNode> reports = new LinkedBlockingQueue<>();
  private final List<JsonNode> seen = new ArrayList<>();
  private final HttpServer pages;
  private final Chromium browser = new Chromium();

  Desk() throws IOException {
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext("/", this::answer);
    pages.start();
  }

  /** Whether the test can be run; .ci/run demands it, and then it fails if something is missing. */
  static boolean isThereOrDemanded() {
    return "required".equals(System.getenv("BROWSER_TESTS"))
        || (Chromium.isThereOrDemanded() && Files.exists(CLIENT.resolve("cometd.js")));
  }

  /** Where the page comes from, as browsers tell it to other servers. */
  String origin() {
    return "http://127.0.0.1:" + pages.getAddress().getPort();
  }

  /** Opens the page. */
  void open(Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    browser.open().goTo(origin() + "/?" + query);
  }

  /** The next value that the page tells of something. */
  JsonNode await(String what) throws InterruptedException {
    for (JsonNode earlier : seen) {
      if (earlier.get("what").asText().equals(what)) {
        seen.remove(earlier);
        return earlier.get("value");
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (System.nanoTime() - deadline < 0) {
      JsonNode report = reports.poll(200, TimeUnit.MILLISECONDS);
      if (report != null && report.get("what").asText().equals(what)) {
        return report.get("value");
      }
      if (report != null) {
        seen.add(report);
      }
    }
    throw new AssertionError("The page told nothing of '" + what + "', but " + seen);
  }

  private void answer(HttpExchange http) throws IOException {
    try (http) {
      String path = http.getRequestURI().getPath();
      if (path.equals("/report")) {
        reports.add(json.readTree(http.getRequestBody()));
        http.sendResponseHeaders(204, -1);
      } else if (path.equals("/")) {
        try (InputStream page = Desk.class.getResourceAsStream("/cometd/desk.html")) {
          send(http, "text/html", page.readAllBytes());
        }
      } else if (path.matches("/cometd/[A-Za-z0-9]+\\.js")) {
        send(http, "text/javascript", Files.readAllBytes(CLIENT.resolve(path.substring(8))));
      } else {
        http.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void send(HttpExchange http, String type, byte[] content) throws IOException {
    http.getResponseHeaders().add("Content-Type", type);
    http.sendResponseHeaders(200, content.length);
    http.getResponseBody().write(content);
  }

  @Override
  public void close() {
    browser.close();
    pages.stop(0);
  }
}
