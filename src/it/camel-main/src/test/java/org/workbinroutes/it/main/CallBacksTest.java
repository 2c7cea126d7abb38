package org.workbinroutes.it.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.it.ClassPath;
import org.workbinroutes.it.OpenPorts;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator(workbins = CallBacksTest.WORKBIN)
class CallBacksTest {
  static final String WORKBIN = "callbacks@agentGroup:Back Office";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SimulatedGws gws;
  private final Main main = CallBacks.application();

  CallBacksTest(SimulatedGws gws) {
    this.gws = gws;
  }

  @BeforeEach
  void start() {
    // in place of the environment
    main.addOverrideProperty("gws.url", gws.url());
    main.addOverrideProperty("gws.username", gws.username());
    main.addOverrideProperty("gws.password", gws.password());
    main.start();
  }

  @AfterEach
  void stop() {
    main.stop();
  }

  @Test
  void aCallBackIsPlacedAndHeardOfAndNoPortIsOpened() throws Exception {
    // When
    Placement placement =
        main.getCamelContext()
            .createProducerTemplate()
            .requestBody("direct:call-back", "I1", Placement.class);
    // Then
    assertThat(placement.request().interactionId()).isEqualTo("I1");
    assertThat(gws.placed(BinAddress.parse(WORKBIN))).containsExactly("I1");
    try (ConsumerTemplate wallboard = main.getCamelContext().createConsumerTemplate()) {
      assertThat(wallboard.receiveBody("seda:wallboard", PATIENCE.toMillis(), String.class))
          .contains("\"I1\"");
    }
    assertThat(ClassPath.logBindings()).isEmpty();
    assertThat(
            ClassPath.among(
                "io.vertx.core.Vertx",
                "org.apache.activemq.artemis.core.server.ActiveMQServer",
                "org.apache.logging.log4j.core.Logger",
                "org.messaginghub.pooled.jms.JmsPoolConnectionFactory",
                "picocli.CommandLine"))
        .isEmpty();
    assumeTrue(OpenPorts.canBeTold(), "only Linux tells");
    assertThat(OpenPorts.now()).containsExactly(gws.simulator().port());
  }
}
