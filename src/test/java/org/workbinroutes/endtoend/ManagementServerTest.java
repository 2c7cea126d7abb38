package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Health and metrics, as a probe and a scrape see them from outside. */
class ManagementServerTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void healthAndMetricsAreServedOnAPortOfTheirOwn(@TempDir Path folder) throws Exception {
    // Given
    int port = ProductRig.freePort();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws, folder, keys -> keys.put("management.port", Integer.toString(port)))) {
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
                      .contains("{\"name\":\"gws-notifications\",\"status\":\"UP\""));
      assertThat(get(port, "/observe/health/live").statusCode()).isEqualTo(200);
      assertThat(get(port, "/observe/metrics").body())
          .contains("camel_exchanges_succeeded_total{")
          .contains("routeId=\"intake-http\"");
      assertThat(get(port, "/placements/r1").statusCode()).isEqualTo(404);
      assertThat(get(product.httpPort, "/observe/metrics").statusCode()).isEqualTo(404);
    }
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
