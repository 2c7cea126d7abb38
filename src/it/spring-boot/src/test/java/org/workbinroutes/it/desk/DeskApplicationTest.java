package org.workbinroutes.it.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.workbinroutes.WorkbinRoutes;
import org.workbinroutes.it.ClassPath;
import org.workbinroutes.it.OpenPorts;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator
class DeskApplicationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The application's sink needs a template that comes with the routes. */
  private static final String NO_YAML = "--spring.config.location=optional:classpath:/none/";

  private final SimulatedGws gws;

  DeskApplicationTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @Test
  void aCaseIsPlacedAndHeardOfAndSeenInActuator() throws Exception {
    try (ConfigurableApplicationContext application = startWithGws()) {
      // When
      Placement placement =
          application
              .getBean(ProducerTemplate.class)
              .requestBody("direct:intake", request("I1"), Placement.class);
      // Then
      assertThat(placement.request().interactionId()).isEqualTo("I1");
      assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
      assertThat(
              application
                  .getBean(ConsumerTemplate.class)
                  .receiveBody("seda:desk", PATIENCE.toMillis(), String.class))
          .contains("\"I1\"");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                String health = get(application, "/actuator/health");
                assertThat(health).contains("gws-session", "gws-notifications", "ledger", "broker");
                assertThat(new ObjectMapper().readTree(health).path("status").asText())
                    .isEqualTo("UP");
              });
      assertThat(get(application, "/actuator/metrics"))
          .contains("workbin.placements", "workbin.gws");
      assertThat(ClassPath.logBindings())
          .containsExactly("ch.qos.logback.classic.spi.LogbackServiceProvider");
      assertThat(
              ClassPath.among(
                  "io.vertx.core.Vertx",
                  "org.apache.logging.log4j.core.Logger",
                  "picocli.CommandLine"))
          .isEmpty();
      if (OpenPorts.canBeTold()) {
        assertThat(OpenPorts.now())
            .containsExactlyInAnyOrder(gws.simulator().port(), port(application));
      }
    }
  }

  @Test
  void withoutAnAddressNothingOfOursIsThere() {
    try (ConfigurableApplicationContext application = start(NO_YAML)) {
      assertThat(application.getBeansOfType(WorkbinRoutes.class)).isEmpty();
      assertThat(application.getBean(CamelContext.class).hasComponent("gws")).isNull();
      assertThat(gws.requests()).isEmpty();
    }
  }

  @Test
  void theComponentCanBeHadAlone() {
    try (ConfigurableApplicationContext application =
        startWithGws(NO_YAML, "--workbin.enabled=false")) {
      // When
      application.getBean(ProducerTemplate.class).requestBody("gws:add", request("I2"));
      // Then
      assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I2");
      assertThat(application.getBean(CamelContext.class).getRoute("placement")).isNull();
    }
  }

  @Test
  void aKeyThatIsMisspeltIsNamed() {
    assertThatThrownBy(() -> startWithGws("--gws.retry.atempts=3"))
        .hasStackTraceContaining("did you mean gws.retry.attempts?");
  }

  private ConfigurableApplicationContext start(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--server.port=0");
    return new SpringApplicationBuilder(DeskApplication.class).run(all.toArray(String[]::new));
  }

  private ConfigurableApplicationContext startWithGws(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--gws.url=" + gws.url());
    all.add("--gws.username=" + gws.username());
    all.add("--gws.password=" + gws.password());
    return start(all.toArray(String[]::new));
  }

  private static int port(ConfigurableApplicationContext application) {
    return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static String get(ConfigurableApplicationContext application, String path)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(application) + path))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String request(String interaction) {
    return """
    {"workbinId": "%s", "placeGroup": "%s", "interactionId": "%s"}\
    """
        .formatted(
            SeedData.PLACE_GROUP_BIN.workbinId(), SeedData.PLACE_GROUP_BIN.group(), interaction);
  }
}
