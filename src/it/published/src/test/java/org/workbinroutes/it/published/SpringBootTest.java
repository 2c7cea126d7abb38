package org.workbinroutes.it.published;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.junit.GwsSimulator;
import org.workbinroutes.simulator.junit.SimulatedGws;

class SpringBootTest {
  @EnableAutoConfiguration
  static class Application {}

  @TempDir Path data;

  @Test
  void theStarterPlacesAnInteraction(@GwsSimulator SimulatedGws gws) {
    try (var application =
        SpringApplication.run(
            Application.class,
            "--gws.url=" + gws.url(),
            "--gws.username=" + gws.username(),
            "--gws.password=" + gws.password(),
            "--workbin.data=" + data)) {
      // When
      Placement placement =
          application
              .getBean(ProducerTemplate.class)
              .requestBody(
                  "direct:intake",
                  Map.of(
                      "workbinId", SeedData.PLACE_GROUP_BIN.workbinId(),
                      "placeGroup", SeedData.PLACE_GROUP_BIN.group(),
                      "interactionId", "I1"),
                  Placement.class);
      // Then
      assertEquals("I1", placement.request().interactionId());
      assertEquals(List.of("I1"), gws.placed(SeedData.PLACE_GROUP_BIN));
    }
  }
}
