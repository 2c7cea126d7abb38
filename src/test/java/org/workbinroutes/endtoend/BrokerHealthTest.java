package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.broker.BrokerProcess;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** A broker of its own that is killed, as a probe sees it. */
@Timeout(120)
class BrokerHealthTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String REQUEST =
      """
      {"requestId":"r1","workbinId":"%s","agentGroup":"MyAgentGroup","interactionId":"I1"}\
      """
          .formatted(SeedData.AGENT_GROUP_BIN.workbinId());

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = FreePort.next();

  @Test
  void aBrokerThatIsGoneIsToldOfAndLeavesTheNodeReady(@TempDir Path folder) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        BrokerProcess broker =
            new BrokerProcess(Files.createDirectories(folder.resolve("broker")));
        ProductRig product =
            new ProductRig(gws, folder, keys -> configure(keys, broker.coreUrl()))) {
      awaitBroker("UP");
      assertThat(health("").detail("broker", "kind").asText()).isEqualTo("external");
      // When
      broker.kill();
      // Then
      awaitBroker("DOWN");
      assertThat(health("/ready").status()).isEqualTo(200);
      assertThat(health("").text()).doesNotContain(BrokerProcess.PASSWORD, broker.coreUrl());
      assertThat(product.post(REQUEST, "Prefer", "respond-async").statusCode()).isEqualTo(202);
      // When
      broker.start();
      // Then
      awaitBroker("UP");
    }
  }

  private void configure(Map<String, String> keys, String url) {
    keys.remove("workbin.broker.port");
    keys.put("workbin.broker", url);
    keys.put("workbin.broker.username", BrokerProcess.USER);
    keys.put("workbin.broker.password", BrokerProcess.PASSWORD);
    keys.put("management.port", Integer.toString(port));
  }

  private void awaitBroker(String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(health("").part("broker")).isEqualTo(status));
  }

  private Health health(String which) throws Exception {
    return Health.of(http, port, which);
  }
}
