package org.workbinroutes.it.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.it.ClassPath;
import org.workbinroutes.it.OpenPorts;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator
class CrmApplicationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path data;

  private final SimulatedGws gws;
  private final Map<String, String> settings = new HashMap<>();
  private CamelContext context;

  CrmApplicationTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void start() throws Exception {
    settings.put("gws.url", gws.url());
    settings.put("gws.username", gws.username());
    settings.put("gws.password", gws.password());
    settings.put("workbin.data", data.toString());
    settings.put("camel.routeTemplate[inbox].templateId", "file-intake");
    settings.put("camel.routeTemplate[inbox].minAge", "100");
    settings.put("camel.routeTemplate[inbox].delay", "100");
    context = CrmApplication.make(settings);
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.close();
  }

  @Test
  void aCaseIsPlacedAndHeardOf() throws Exception {
    // When
    String state =
        context
            .createProducerTemplate()
            .requestBody("direct:new-case", request("one", "I1"), String.class);
    // Then
    assertThat(state).isIn("ACCEPTED", "CONFIRMED");
    assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
    assertHeard("I1");
  }

  @Test
  void aDroppedFileIsPlacedAndHeardOf() throws Exception {
    // When
    Path elsewhere = Files.writeString(data.resolve("two.json.tmp"), request("two", "I2"));
    Files.move(
        elsewhere,
        Files.createDirectories(data.resolve("inbox")).resolve("two.json"),
        StandardCopyOption.ATOMIC_MOVE);
    // Then
    assertHeard("I2");
    await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("done/two.json")));
    assertThat(gws.timesPlaced("I2")).isEqualTo(1);
  }

  @Test
  void noPortIsOpenedAndNoLogBindingCame() {
    assertThat(ClassPath.logBindings()).isEmpty();
    assertThat(
            ClassPath.among(
                "io.vertx.core.Vertx",
                "org.apache.camel.builder.component.ComponentBuilder",
                "org.apache.camel.builder.endpoint.EndpointRouteBuilder",
                "org.apache.camel.main.Main",
                "org.apache.logging.log4j.core.Logger",
                "org.postgresql.Driver",
                "picocli.CommandLine"))
        .isEmpty();
    assumeTrue(OpenPorts.canBeTold(), "only Linux tells");
    await().atMost(PATIENCE).until(() -> gws.simulator().bayeuxSessions() == 1);
    assertThat(OpenPorts.now()).containsExactly(gws.simulator().port());
  }

  @Test
  void aLibraryThatIsMissingIsNamed() {
    settings.put("workbin.ledger", "jdbc:postgresql://127.0.0.1/workbin");
    assertThatThrownBy(() -> CrmApplication.make(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("org.postgresql:postgresql is not on the class path");
  }

  private void assertHeard(String interaction) throws Exception {
    try (ConsumerTemplate cases = context.createConsumerTemplate()) {
      assertThat(cases.receiveBody("seda:cases", PATIENCE.toMillis(), String.class))
          .contains('"' + interaction + '"');
    }
  }

  private static String request(String id, String interaction) {
    return """
        {"requestId": "%s", "workbinId": "%s", "placeGroup": "%s", "interactionId": "%s"}"""
        .formatted(
            id,
            SeedData.PLACE_GROUP_BIN.workbinId(),
            SeedData.PLACE_GROUP_BIN.group(),
            interaction);
  }
}
