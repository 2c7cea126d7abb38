package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.SimulatorServer;

/** What the console's page asks for, and the product without a console. */
@Timeout(120)
class ConsoleApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private static void small(Map<String, String> keys) {
    keys.keySet().removeIf(key -> key.startsWith("workbin.broker") || key.contains("queue"));
    keys.put("workbin.broker", "none");
    keys.put("workbin.spool", "memory");
    keys.put("workbin.ledger", "memory");
    keys.put("workbin.dead-letters", "file:{{workbin.data}}/dead-letters?fileName=placements");
    keys.put("console.every", "250ms");
  }

  private HttpResponse<String> get(ProductRig product, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theOverviewHoldsNumbersAndNamesOfTheConfigurationAlone() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, ConsoleApiTest::small)) {
      // When
      JsonNode overview = JSON.readTree(get(product, "/console/api/overview").body());
      // Then
      JsonNode flow = overview.get("flow");
      assertThat(names(overview)).containsExactly("about", "flow");
      assertThat(flow.get("placements").get("CONFIRMED").isNumber()).isTrue();
      assertThat(names(flow)).containsExactly("at", "placements", "intakes", "sinks", "health");
      assertThat(names(flow.at("/sinks/0")))
          .containsExactly("name", "waiting", "deadLetters", "held", "deliveries");
      assertThat(names(flow.at("/health/0"))).containsExactly("id", "state");
      assertThat(get(product, "/console/settings.json").body())
          .isEqualTo("{\"login\":false,\"everyMillis\":250}");
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aProductWithoutAConsoleHasNothingOfIt() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  small(keys);
                  keys.put("console.enabled", "false");
                })) {
      // When / Then
      for (String path :
          List.of("/console", "/console/", "/console/main.js", "/console/api/overview")) {
        assertThat(get(product, path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(get(product, "/placements").statusCode()).isEqualTo(200);
    }
  }
}
