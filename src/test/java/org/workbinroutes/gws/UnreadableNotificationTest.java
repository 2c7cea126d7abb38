package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.simulator.RawData;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** A message that cannot be read, among others in the same answer to a poll. */
class UnreadableNotificationTest {
  private static final String SECRET = "Mustermann";

  /** What the user data of the message hold. */
  enum Bad {
    NAN(UnreadableKind.NOT_JSON, "NaN"),
    CUT_WORD(UnreadableKind.NOT_JSON, "tru"),
    DEEP(UnreadableKind.TOO_DEEP, "[".repeat(65) + "]".repeat(65)),
    CONTROL_CHARACTER(UnreadableKind.CONTROL_CHARACTER, "\"a\u0001b\""),
    LONG_NUMBER(UnreadableKind.LONG_NUMBER, "9".repeat(201)),
    LONG_NAME(UnreadableKind.LONG_NAME, "{\"" + "n".repeat(10_000) + "\":1}"),
    WRONG_UTF_8(UnreadableKind.WRONG_UTF_8, "\"\u00ff\""),
    LONG_TEXT(UnreadableKind.LONG_TEXT, null);

    private final UnreadableKind kind;
    private final String value;

    Bad(UnreadableKind kind, String value) {
      this.kind = kind;
      this.value = value;
    }

    RawData data() {
      String text = value == null ? '"' + "x".repeat(30_000_000) + '"' : value;
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      data.writeBytes(
          ("{\"action\":\"ItemAdded\",\"agentGroup\":\"MyAgentGroup\",\"chatStateResourceV2\":"
                  + "{\"id\":\"bad\",\"userData\":{\"Name\":\""
                  + SECRET
                  + "\",\"v\":")
              .getBytes(StandardCharsets.UTF_8));
      data.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
      data.writeBytes("}},\"id\":\"b\"}".getBytes(StandardCharsets.UTF_8));
      return RawData.of(data.toByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource(Bad.class)
  void costsItsNeighboursNothing(Bad bad) throws Exception {
    // Given
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = GwsRig.measured(gws, meters).awaitLive();
        CapturedLog log = CapturedLog.ofAll()) {
      // When
      gws.publishTogether(List.of(added("before"), bad.data(), added("after")));
      // Then
      rig.awaitItemAdded("before");
      rig.awaitItemAdded("after");
      assertThat(rig.status().unreadable()).isEqualTo(1);
      assertThat(rig.status().connections()).isEqualTo(1);
      assertThat(
              meters
                  .get("workbin.notifications.unreadable")
                  .tag("kind", bad.kind.label())
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(log.linesWith("could not be read"))
          .singleElement()
          .asString()
          .contains(bad.kind.words());
      assertThat(log.linesWith(SECRET)).isEmpty();
    }
  }

  @Test
  void isAGap() {
    LinkStatus before = new LinkStatus(LinkState.LIVE, null, null, 0, 0, 1, 0, List.of(), null);
    LinkStatus after = new LinkStatus(LinkState.LIVE, null, null, 0, 0, 1, 1, List.of(), null);
    assertThat(after.gaps()).isGreaterThan(before.gaps());
  }

  private static Map<String, Object> added(String interactionId) {
    Map<String, Object> data = new LinkedHashMap<>(SeedData.agentGroupNotification());
    data.put("chatStateResourceV2", Map.of("id", interactionId));
    return data;
  }
}
