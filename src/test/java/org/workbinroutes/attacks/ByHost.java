package org.workbinroutes.attacks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.net.FreePort;

/**
 * A page of a stranger whose name was led to this machine (DNS rebinding): the requests of its
 * browser have the stranger's name as Host.
 *
 * @param name the row
 * @param request the request, with PORT in the place of the port
 * @param to where it goes
 * @param refusedWith the status by which it should be refused; 0 for any of 400, 403 and 421
 */
record ByHost(String name, String request, To to, int refusedWith) implements Attack {
  /** Where a request goes. */
  enum To {
    HTTP,
    MANAGEMENT,
    COMETD_SINK
  }

  private static final String STRANGER = "Host: rebound.example:PORT\r\n";
  private static final String HANDSHAKE =
      """
      [{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}]\
      """;

  static ByHost placing() {
    String body = Target.request("rebound", "bin-rebound", "0001rebound");
    return new ByHost(
        "DNS rebinding: place",
        "POST /placements HTTP/1.1\r\n" + STRANGER + json(body),
        To.HTTP,
        0);
  }

  static ByHost reading() {
    return new ByHost(
        "DNS rebinding: read placements",
        "GET /placements HTTP/1.1\r\n" + STRANGER + "Connection: close\r\n\r\n",
        To.HTTP,
        0);
  }

  static ByHost health() {
    return new ByHost(
        "DNS rebinding: health and metrics",
        "GET /observe/metrics HTTP/1.1\r\n" + STRANGER + "Connection: close\r\n\r\n",
        To.MANAGEMENT,
        0);
  }

  static ByHost notifications() {
    return new ByHost(
        "DNS rebinding: CometD sink without a token",
        "POST /cometd/handshake HTTP/1.1\r\n" + STRANGER + json(HANDSHAKE),
        To.COMETD_SINK,
        0);
  }

  static ByHost twoHosts() {
    return new ByHost(
        "two Host headers",
        "GET /placements HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n"
            + STRANGER
            + "Connection: close\r\n\r\n",
        To.HTTP,
        400);
  }

  private static String json(String body) {
    return "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @Override
  public String who() {
    return to == To.MANAGEMENT
        ? "a web page in a browser of this machine, management.port open"
        : "a web page in a browser of this machine";
  }

  @Override
  public Map<String, String> settings(Target target) throws IOException {
    if (to != To.COMETD_SINK) {
      return Map.of();
    }
    int port = FreePort.next();
    return Map.of(
        "camel.routeTemplate[desk].templateId",
        "sink",
        "camel.routeTemplate[desk].to",
        "cometd:127.0.0.1:" + port + "/notifications",
        "sink.port",
        String.valueOf(port));
  }

  @Override
  public boolean isBrief() {
    return to != To.COMETD_SINK;
  }

  @Override
  public Effect run(Target target) throws Exception {
    int port =
        switch (to) {
          case HTTP -> target.product().httpPort();
          case MANAGEMENT -> target.product().managementPort();
          case COMETD_SINK -> Integer.parseInt(target.setting("sink.port"));
        };
    byte[] bytes = request.replace("PORT", "" + port).getBytes(StandardCharsets.UTF_8);
    RawHttp.Answer answer = new RawHttp(port, Duration.ofSeconds(10)).send(bytes);
    boolean isHeld =
        refusedWith == 0
            ? answer.status == 400 || answer.status == 403 || answer.status == 421
            : answer.status == refusedWith;
    return new Effect(
        request.lines().findFirst().orElseThrow().replace(" HTTP/1.1", "")
            + (refusedWith == 400 ? " with two Host headers" : " with the stranger's Host"),
        "HTTP " + answer.status,
        isHeld);
  }
}
