package org.workbinroutes.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.browser.Chromium;
import org.workbinroutes.browser.Page;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.SimulatorServer;

/** A page of another site whose name leads to this machine, in the browser of an operator. */
@Timeout(240)
@DisplayName(
    "DNS rebinding in a browser (skipped without chromium and npm ci --prefix src/browser)")
@EnabledIf(
    value = "org.workbinroutes.browser.Chromium#isThereOrDemanded",
    disabledReason = "There is no chromium, or npm ci --prefix src/browser was not run")
class RebindingTest {
  @TempDir Path folder;

  @Test
  void aPageWhoseNameWasLedHereReadsWritesAndHearsNothing() throws Exception {
    int cometd = FreePort.next();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  keys.put("camel.routeTemplate[desk].templateId", "sink");
                  keys.put(
                      "camel.routeTemplate[desk].to",
                      "cometd:127.0.0.1:" + cometd + "/notifications");
                });
        Rebound http = new Rebound(product.httpPort);
        Rebound sink = new Rebound(cometd);
        Chromium chromium = new Chromium("--host-resolver-rules=MAP evil.example 127.0.0.1");
        Page page = chromium.open()) {
      // Given
      page.goTo("http://evil.example:" + http.port() + "/attack");
      // When / Then
      assertThat(status(page, "GET", "/", null)).isEqualTo("421");
      assertThat(status(page, "GET", "/console", null)).isEqualTo("421");
      assertThat(status(page, "GET", "/placements?limit=1", null)).isEqualTo("421");
      assertThat(
              status(
                  page,
                  "POST",
                  "/placements",
                  "{\"referenceId\":\"forged\",\"groupName\":\"Sales\"}"))
          .isEqualTo("421");
      assertThat(status(page, "POST", "/sinks/desk/pause", "{}")).isEqualTo("421");
      page.goTo("http://evil.example:" + sink.port() + "/attack");
      assertThat(
              status(
                  page,
                  "POST",
                  "/cometd/handshake",
                  "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
                      + "\"supportedConnectionTypes\":[\"long-polling\"]}]"))
          .isEqualTo("421");
    }
  }

  private static String status(Page page, String method, String path, String body) {
    return page.evaluate(
            "fetch('"
                + path
                + "', {method: '"
                + method
                + "'"
                + (body == null
                    ? ""
                    : ", headers: {'Content-Type': 'application/json'}, body: '" + body + "'")
                + "}).then(a => String(a.status))")
        .asText();
  }

  /**
   * What a browser finds at the attacker's name: first the attacker's page, then, at the same name
   * and port, another server.
   */
  private static final class Rebound implements AutoCloseable {
    private static final byte[] PAGE =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\nevil"
            .getBytes(US_ASCII);

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;

    Rebound(int target) throws IOException {
      this.target = target;
      start(this::accept);
    }

    int port() {
      return listener.getLocalPort();
    }

    private void accept() throws IOException {
      while (!listener.isClosed()) {
        Socket browser = listener.accept();
        start(() -> serve(browser));
      }
    }

    private void serve(Socket browser) throws IOException {
      try (browser) {
        BufferedInputStream in = new BufferedInputStream(browser.getInputStream());
        in.mark(64);
        boolean isOwn = new String(in.readNBytes(11), UTF_8).equals("GET /attack");
        in.reset();
        if (isOwn) {
          browser.getOutputStream().write(PAGE);
          return;
        }
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
          start(() -> server.getInputStream().transferTo(browser.getOutputStream()));
          in.transferTo(server.getOutputStream());
        }
      }
    }

    private static void start(Step step) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  step.run();
                } catch (IOException closed) {
                  // the browser or the server has gone
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }

    private interface Step {
      void run() throws IOException;
    }
  }
}
