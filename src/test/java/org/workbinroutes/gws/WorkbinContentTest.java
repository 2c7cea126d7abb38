package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.Media;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Content of workbins as large, and as odd, as they come. */
class WorkbinContentTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(
          SeedData.PLACE_GROUP_BIN.workbinId(),
          GroupKind.PLACE_GROUP,
          SeedData.PLACE_GROUP_BIN.group());

  @Test
  void contentOfAnySizeTellsWhatLiesInTheWorkbin() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws)) {
      fill(gws, 20, 1_000_000);
      // When
      WorkbinContent content = rig.client().content(WORKBIN);
      // Then
      assertThat(content.interactionIds()).hasSize(20).contains("I0", "I19");
      assertThat(content.body()).containsEntry("id", WORKBIN.id()).containsKey("workbinName");
      assertThat(content.body().toString()).doesNotContain("xxx");
    }
  }

  @Test
  void contentOfUsualSizeIsKeptAsItIs() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws)) {
      fill(gws, 2, 1_000);
      // When
      WorkbinContent content = rig.client().content(WORKBIN);
      // Then
      assertThat(content.interactionIds()).containsExactlyInAnyOrder("I0", "I1");
      assertThat(content.body().toString()).contains("xxx");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "\"a\u0001b\"", "deep", "long", "-Infinity"})
  void oneOddValueDoesNotHideTheOthers(String value) throws Exception {
    // Given
    String odd =
        switch (value) {
          case "deep" -> "[".repeat(500) + "]".repeat(500);
          case "long" -> "9".repeat(500);
          default -> value;
        };
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults()
          .onRest(
              Fault.httpStatus(200)
                  .body(
                      "application/json",
                      "{\"workbin\":{\"id\":\"b\",\"chats\":[{\"id\":\"I1\",\"userData\":{\"v\":"
                          + odd
                          + "}},{\"id\":\"I2\"}]},\"statusCode\":0}")
                  .when(call -> "GET".equals(call.method()) && call.workbinId() != null),
              1);
      // When / Then
      assertThat(rig.client().content(WORKBIN).interactionIds()).containsExactly("I1", "I2");
    }
  }

  @Test
  void contentThatIsCutIsNoContent() throws Exception {
    // Given
    byte[] cut =
        "{\"statusCode\":0,\"workbin\":{\"chats\":[{\"id\":\"I1\"},"
            .getBytes(StandardCharsets.UTF_8);
    // When / Then: taken for all there is, it would have an interaction placed once more
    assertThat(new JsonObjectReader().fields(cut)).isEmpty();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(gws, configuration -> configuration.setMaxMessageSize(1_000)).awaitLive()) {
      gws.faults()
          .onRest(
              Fault.httpStatus(200)
                  .body(
                      "application/json",
                      new String(cut, StandardCharsets.UTF_8) + "{\"id\":\"I2\"},".repeat(1_000))
                  .when(call -> "GET".equals(call.method()) && call.workbinId() != null),
              1);
      assertThatThrownBy(() -> rig.client().content(WORKBIN)).isInstanceOf(GwsException.class);
    }
  }

  private static void fill(SimulatorServer gws, int count, int size) {
    for (int i = 0; i < count; i++) {
      Map<String, Object> state = new LinkedHashMap<>();
      state.put("id", "I" + i);
      state.put("userData", Map.of("v", "x".repeat(size)));
      gws.interaction("I" + i, Media.CHAT, state);
      gws.put(SeedData.PLACE_GROUP_BIN, "I" + i);
    }
  }
}
