package org.workbinroutes.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.intake.RawHttp;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Health and metrics, as a probe and a scrape see them from outside. */
class ManagementServerTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void healthAndMetricsAreServedOnAPortOfTheirOwn(@TempDir Path folder) throws Exception {
    // Given
    int port = FreePort.next();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  keys.put("management.port", Integer.toString(port));
                  keys.put("camel.metrics.binders", "uptime");
                })) {
      // When
      product.post(
          "{\"requestId\":\"r1\",\"workbinId\":\"%s\",\"agentGroup\":\"MyAgentGroup\",\"interactionId\":\"I1\"}"
              .formatted(SeedData.AGENT_GROUP_BIN.workbinId()));
      // Then
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get(port, "/observe/health").body())
                      .startsWith("{\"status\":\"UP\"")
                      .contains("{\"name\":\"gws-notifications\",\"status\":\"UP\"")
                      .contains("{\"name\":\"http\",\"status\":\"UP\"}")
                      .contains("{\"name\":\"http-connections\",\"status\":\"UP\"}"));
      assertThat(get(port, "/observe/health/live").statusCode()).isEqualTo(200);
      assertThat(get(port, "/observe/metrics").body())
          .contains("camel_exchanges_succeeded_total{")
          .contains("routeId=\"intake-http\"");
      assertThat(get(port, "/observe/metrics").headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(Scrape.of(http, port).names())
          .filteredOn(name -> !name.startsWith("workbin_"))
          .as("Camel's own, with those of the key camel.metrics.binders")
          .containsExactly(
              "camel_exchanges_external_redeliveries_total",
              "camel_exchanges_failed_total",
              "camel_exchanges_failures_handled_total",
              "camel_exchanges_succeeded_total",
              "camel_exchanges_total",
              "camel_route_policy_seconds_count",
              "camel_route_policy_seconds_max",
              "camel_route_policy_seconds_sum",
              "camel_routes_added_routes",
              "camel_routes_reloaded_routes",
              "camel_routes_running_routes",
              "process_start_time_seconds",
              "process_uptime_seconds");
      assertThat(get(port, "/placements/r1").statusCode()).isEqualTo(404);
      RawHttp raw = new RawHttp(port);
      for (String path : List.of("/observe/health", "/observe/metrics", "/")) {
        assertThat(
                raw.send(
                        ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: evil.example\r\n"
                                + "Connection: close\r\n\r\n")
                            .getBytes(US_ASCII))
                    .status)
            .as(path)
            .isEqualTo(421);
        // as a probe calls a pod
        assertThat(
                raw.send(
                        ("GET "
                                + path
                                + " HTTP/1.1\r\nHost: 10.1.2.3:9876\r\n"
                                + "Connection: close\r\n\r\n")
                            .getBytes(US_ASCII))
                    .status)
            .as(path)
            .isIn(200, 404);
      }
      aFloodEndsItsConnection(port);
      halfOpenHeadsKeepNobodyOut(port);
      assertThat(get(product.httpPort, "/observe/metrics").statusCode()).isEqualTo(404);
    }
  }

  private void aFloodEndsItsConnection(int port) throws Exception {
    try (Socket flood = new Socket(InetAddress.getLoopbackAddress(), port)) {
      flood.setSoTimeout((int) ProductRig.PATIENCE.toMillis());
      flood
          .getOutputStream()
          .write("GET /nothing HTTP/1.1\r\nHost: [::1]\r\n\r\n".repeat(9_000).getBytes(US_ASCII));
      assertThat(flood.getInputStream().readAllBytes()).isNotNull();
    } catch (SocketException reset) {
      assertThat(reset).isNotNull();
    }
    assertThat(get(port, "/observe/health/live").statusCode()).isEqualTo(200);
  }

  private void halfOpenHeadsKeepNobodyOut(int port) throws Exception {
    List<Socket> half = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
        half.add(one);
        try {
          one.getOutputStream().write("GET /observe".getBytes(US_ASCII));
        } catch (SocketException closedAlready) {
          assertThat(i).isPositive();
        }
      }
      try (Socket probe =
          new Socket(
              InetAddress.getLoopbackAddress(),
              port,
              InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
              0)) {
        probe
            .getOutputStream()
            .write(
                "GET /observe/health/live HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII));
        assertThat(new String(probe.getInputStream().readAllBytes(), US_ASCII))
            .startsWith("HTTP/1.1 200 OK");
      }
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
