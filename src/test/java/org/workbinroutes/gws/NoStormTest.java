package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SimulatorServer;

/** A plain Bayeux client dies silently or storms the server where these pass. */
class NoStormTest {
  private static final int FOR_EVER = Integer.MAX_VALUE;

  @ParameterizedTest(name = "advice with maxInterval: {0}")
  @ValueSource(booleans = {true, false})
  void pollsAnswered401ForLongNeitherSilenceNorStorm(boolean maxInterval) throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder()
                .maxInterval(Duration.ofSeconds(2))
                .advertiseMaxInterval(maxInterval)
                .start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setReconnectDelay(500);
                      c.setMaxReconnectDelay(30_000);
                    })
                .awaitLive()) {
      long handshakes = gws.counters().handshakes();
      // When
      gws.faults().connectAnswers401(false, FOR_EVER);
      gws.faults().cutHeldPolls();
      // Then
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(60))
          .until(() -> gws.counters().handshakes() - handshakes < 8);
      assertThat(gws.counters().handshakes() - handshakes)
          .as("it did try again")
          .isGreaterThanOrEqualTo(2);
      assertThat(rig.status().state()).isNotEqualTo(LinkState.LIVE);
      assertThat(rig.status().trouble()).contains("401");
      gws.faults().clear();
      rig.awaitLive();
    }
  }

  @Test
  void aRefusedPasswordIsNotTriedAgainAndAgain() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(
                gws,
                c -> {
                  c.setPassword("wrong");
                  c.setReconnectDelay(500);
                  c.setMaxReconnectDelay(30_000);
                })) {
      // When
      await().atMost(GwsRig.PATIENCE).until(() -> rig.status().trouble() != null);
      // Then
      assertThat(rig.status().trouble()).contains("credentials").doesNotContain("wrong");
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(60))
          .until(() -> gws.requests().size() < 8);
    }
  }

  @Test
  void manyCallersShareOneLogin() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().acceptUnknownWorkbins(true).start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      GroupWorkbin workbin = new GroupWorkbin("b", GroupKind.AGENT_GROUP, "g");
      rig.client().add(GwsRig.chat(workbin, "first"));
      gws.faults().expireHttpSessions();
      // When
      java.util.stream.IntStream.range(0, 32)
          .parallel()
          .forEach(i -> rig.client().add(GwsRig.chat(workbin, "I" + i)));
      // Then
      for (int i = 0; i < 32; i++) {
        assertThat(gws.adds("I" + i).effects()).isEqualTo(1);
      }
      assertThat(gws.counters().logins()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatRefusesEverySessionIsGivenUpOnByTheCall() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults().onAdd(Fault.unauthorized(), FOR_EVER);
      // When
      Throwable failure =
          org.assertj.core.api.Assertions.catchThrowable(
              () ->
                  rig.client()
                      .add(
                          GwsRig.chat(
                              new GroupWorkbin(
                                  org.workbinroutes.simulator.SeedData.AGENT_GROUP_BIN.workbinId(),
                                  GroupKind.AGENT_GROUP,
                                  "MyAgentGroup"),
                              "I1")));
      // Then
      assertThat(failure).isInstanceOf(GwsUnavailableException.class);
      assertThat(gws.adds("I1").effects()).isZero();
    }
  }
}
