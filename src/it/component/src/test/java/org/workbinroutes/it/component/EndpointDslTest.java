package org.workbinroutes.it.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.workbinroutes.dsl.GwsComponentBuilderFactory;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

@GwsSimulator
class EndpointDslTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void whatIsTransferredIsPlacedAndHeardOf(SimulatedGws gws) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      // Given
      register(camel, gws);
      camel.addRoutes(new TransferRoutes());
      camel.start();
      try (ProducerTemplate transfer = camel.createProducerTemplate();
          ConsumerTemplate transferred = camel.createConsumerTemplate()) {
        // When
        transfer.sendBody(
            "direct:transfer",
            "{\"workbinId\":\"%s\",\"placeGroup\":\"%s\",\"interactionId\":\"I3\"}"
                .formatted(SeedData.PLACE_GROUP_BIN.workbinId(), SeedData.PLACE_GROUP_BIN.group()));
        // Then
        assertThat(transferred.receiveBody("seda:transferred", PATIENCE.toMillis(), String.class))
            .contains("\"I3\"");
      }
      assertThat(gws.placed(SeedData.PLACE_GROUP_BIN)).containsExactly("I3");
    }
  }

  private static void register(DefaultCamelContext camel, SimulatedGws gws) {
    GwsComponentBuilderFactory.gws()
        .url(gws.url())
        .username(gws.username())
        .password(gws.password())
        .register(camel, "gws");
  }
}
