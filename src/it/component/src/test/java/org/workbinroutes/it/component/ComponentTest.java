package org.workbinroutes.it.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.it.ClassPath;
import org.workbinroutes.it.OpenPorts;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator
class ComponentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String REQUEST =
      "{\"workbinId\":\"%s\",\"placeGroup\":\"%s\",\"interactionId\":\"%s\"}";

  private final SimulatedGws gws;
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final DefaultCamelContext camel = new DefaultCamelContext();

  ComponentTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void start() throws Exception {
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .addAcceptorConfiguration("in-vm", "vm://0"));
    broker.start();
    camel.addComponent("jms", JmsComponent.jmsComponent(new ActiveMQConnectionFactory("vm://0")));
    GwsComponent component = new GwsComponent();
    component.getConfiguration().setUrl(gws.url());
    component.getConfiguration().setUsername(gws.username());
    component.getConfiguration().setPassword(gws.password());
    camel.addComponent("gws", component);
    camel.addRoutes(new AssignmentRoutes());
    camel.start();
  }

  @AfterEach
  void stop() throws Exception {
    camel.close();
    broker.stop();
  }

  @Test
  void whatComesOverJmsIsPlacedAndHeardOf() throws Exception {
    // When
    send("I1");
    // Then
    try (ConsumerTemplate added = camel.createConsumerTemplate()) {
      assertThat(added.receiveBody("seda:added", PATIENCE.toMillis(), String.class))
          .contains("\"I1\"");
    }
    assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I1");
  }

  @Test
  void whatGwsRefusesGoesWhereTheApplicationWantsIt() throws Exception {
    // Given
    gws.refuseAdds(5, 1);
    // When
    send("I2");
    // Then
    try (ConsumerTemplate refused = camel.createConsumerTemplate()) {
      assertThat(refused.receiveBody("jms:refused", PATIENCE.toMillis(), String.class))
          .contains("I2");
    }
  }

  @Test
  void noPortIsOpened() {
    assumeTrue(OpenPorts.canBeTold(), "only Linux tells");
    await().atMost(PATIENCE).until(() -> gws.simulator().bayeuxSessions() == 1);
    assertThat(OpenPorts.now()).containsExactly(gws.simulator().port());
  }

  @Test
  void theJarBringsNeitherTheOtherLayerNorALogBinding() {
    assertThat(
            ClassPath.among(
                "com.networknt.schema.SchemaRegistry",
                "com.zaxxer.hikari.HikariDataSource",
                "picocli.CommandLine",
                "io.github.resilience4j.circuitbreaker.CircuitBreaker",
                "io.micrometer.prometheusmetrics.PrometheusMeterRegistry",
                "io.vertx.core.Vertx",
                "jakarta.mail.Session",
                "org.apache.camel.component.sql.SqlComponent",
                "org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader",
                "org.apache.camel.main.Main",
                "org.apache.camel.management.JmxManagementStrategy",
                "org.apache.logging.log4j.core.Logger",
                "org.apache.qpid.jms.JmsConnectionFactory",
                "org.eclipse.jetty.util.ajax.JSON",
                "org.flywaydb.core.Flyway",
                "org.messaginghub.pooled.jms.JmsPoolConnectionFactory",
                "org.postgresql.Driver",
                "org.sqlite.JDBC"))
        .isEmpty();
    assertThat(ClassPath.logBindings()).isEmpty();
  }

  private void send(String interaction) {
    camel
        .createProducerTemplate()
        .sendBody(
            "jms:assign",
            REQUEST.formatted(
                SeedData.PLACE_GROUP_BIN.workbinId(),
                SeedData.PLACE_GROUP_BIN.group(),
                interaction));
  }
}
