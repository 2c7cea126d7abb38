package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.OAuthSettings;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/** The whole product while GWS is down for longer than a placement is tried. */
class OutageTest {
  private static final String BIN = "5d487e69-a393-4228-a06f-6a4015ab1b54";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 8;

  @TempDir Path folder;

  @Test
  void whatWasTakenInWaitsTellsWhyAndGoesOnByItself() throws Exception {
    // Given
    try (SimulatorServer gws = stopped();
        ProductRig product = new ProductRig(gws, folder, OutageTest::impatient)) {
      // When
      assertThat(product.post(request("r1"), "Prefer", "respond-async").statusCode())
          .isEqualTo(202);
      product.sendJms(request("r2"));
      product.drop("three.json", request("r3"));
      // Then
      for (String id : new String[] {"r1", "r2", "r3"}) {
        JsonNode waits =
            await()
                .atMost(PATIENCE)
                .until(() -> product.placement(id).path("waiting"), one -> one.has("nextTry"));
        assertThat(waits.path("reason").asText()).contains("connection refused");
        assertThat(Instant.parse(waits.path("since").asText())).isBefore(Instant.now());
      }
      Set<String> tries = new HashSet<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                tries.add(product.placement("r1").path("waiting").path("nextTry").asText());
                return tries.size() > MANY;
              });
      await().atMost(PATIENCE).until(() -> product.placement("r1").path("attempts").asInt(-1) == 0);
      assertThat(commandLine("status", "r1"))
          .containsPattern("state +RECEIVED")
          .containsPattern("waits +.*connection refused")
          .containsPattern("waits since +20")
          .containsPattern("next try +20");
      // When
      gws.start();
      // Then
      for (String id : new String[] {"r1", "r2", "r3"}) {
        await()
            .atMost(PATIENCE)
            .until(() -> product.placement(id).path("state").asText().equals("CONFIRMED"));
        assertThat(product.placement(id).path("attempts").asInt()).isEqualTo(1);
        assertThat(product.placement(id).has("waiting")).isFalse();
        assertThat(gws.adds("I-" + id).calls()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 401})
  void withoutATokenPlacementsWait(int status) throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder().oauth(OAuthSettings.client("us", "sesame")).start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  impatient(keys);
                  keys.remove("gws.username");
                  keys.remove("gws.password");
                  keys.putAll(
                      Map.of(
                          "gws.auth", "oauth2",
                          "gws.oauth.token-url", gws.url() + "/oauth/token",
                          "gws.oauth.client-id", "us",
                          "gws.oauth.client-secret", "sesame"));
                })) {
      AtomicInteger asked = new AtomicInteger();
      gws.faults()
          .onToken(
              Fault.httpStatus(status).when(call -> asked.incrementAndGet() > 0),
              Integer.MAX_VALUE);
      gws.faults().revokeTokens();
      gws.faults().expireHttpSessions();
      // When
      product.post(request("r1"), "Prefer", "respond-async");
      await().atMost(PATIENCE).until(() -> asked.get() > MANY);
      await().atMost(PATIENCE).until(() -> product.placement("r1").has("waiting"));
      // Then
      JsonNode placement = product.placement("r1");
      assertThat(placement.path("state").asText()).isEqualTo("RECEIVED");
      assertThat(placement.path("waiting").path("reason").asText()).contains("HTTP " + status);
      gws.faults().clear();
      await()
          .atMost(PATIENCE)
          .until(() -> product.placement("r1").path("state").asText().equals("CONFIRMED"));
      assertThat(gws.adds("I-r1").effects()).isEqualTo(1);
    }
  }

  /**
   * Before the product starts: a connection kept from before would let a call count as sent that
   * only finds out that it is closed.
   */
  private static SimulatorServer stopped() {
    SimulatorServer gws = SimulatorServer.builder().start();
    gws.stop();
    return gws;
  }

  /** A placement gets two calls within a second. */
  private static void impatient(Map<String, String> keys) {
    keys.putAll(
        Map.of(
            "gws.retry.attempts", "2",
            "gws.retry.time", "1s",
            "gws.retry.first-pause", "50ms",
            "gws.retry.max-pause", "100ms",
            // an open circuit would pause the intakes before they have taken all requests
            "gws.breaker.window", "10000",
            "camel.component.gws.reconnectDelay", "50",
            "camel.component.gws.maxReconnectDelay", "200",
            "gws.subscription-timeout", "100ms",
            "workbin.confirm-timeout", "2s"));
  }

  private String commandLine(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine commandLine = WorkbinRoutes.commandLine();
    commandLine.setOut(new PrintWriter(out));
    int exitCode =
        commandLine.execute(
            arguments[0], arguments[1], "--config", folder.resolve("config").toString());
    assertThat(exitCode).as("under way").isEqualTo(5);
    return out.toString();
  }

  private static String request(String id) {
    return """
    {"requestId":"%s","workbinId":"%s","placeGroup":"MyPlaceGroup","interactionId":"I-%s"}
    """
        .formatted(id, BIN, id);
  }
}
