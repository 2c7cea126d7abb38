package org.workbinroutes.it.published;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

class PlainTest {
  @Test
  void theComponentPlacesAnInteraction(@GwsSimulator SimulatedGws gws) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      GwsComponent component = camel.getComponent("gws", GwsComponent.class);
      component.getConfiguration().setUrl(gws.url());
      component.getConfiguration().setUsername(gws.username());
      component.getConfiguration().setPassword(gws.password());
      camel.start();
      // When
      camel
          .createProducerTemplate()
          .requestBody(
              "gws:add",
              Map.of(
                  "workbinId", SeedData.PLACE_GROUP_BIN.workbinId(),
                  "placeGroup", SeedData.PLACE_GROUP_BIN.group(),
                  "interactionId", "I1"));
      // Then
      assertEquals(List.of("I1"), gws.placed(SeedData.PLACE_GROUP_BIN));
    }
  }
}
