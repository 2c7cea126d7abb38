package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** The contact center session: what ends it elsewhere, and what starts it again. */
@Execution(ExecutionMode.CONCURRENT)
class AgentSessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");

  @Test
  void endedElsewhereItIsStartedAgainAndNothingIsRefused() throws Exception {
    // Given
    try (SimulatorServer gws = server();
        GwsRig rig = new GwsRig(gws, c -> c.setContactCenterSession(true)).awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "before"));
      rig.awaitItemAdded("before");
      // When
      gws.faults().endContactCenterSessions();
      IntStream.range(0, 10)
          .parallel()
          .forEach(i -> rig.client().add(GwsRig.chat(WORKBIN, "I" + i)));
      // Then
      for (int i = 0; i < 10; i++) {
        assertThat(gws.adds("I" + i).effects()).isEqualTo(1);
      }
      assertThat(gws.counters().logins()).as("the login stays").isEqualTo(1);
      await("its workbins are subscribed again")
          .atMost(PATIENCE)
          .until(() -> gws.listeners(SeedData.AGENT_GROUP_BIN) == 1);
      await().atMost(PATIENCE).until(() -> rig.status().subscribed() == 1);
      rig.client().add(GwsRig.chat(WORKBIN, "after"));
      rig.awaitItemAdded("after");
    }
  }

  @Test
  void aSecondRefusalInAFreshSessionIsOneOfTheRequest() throws Exception {
    // Given
    try (SimulatorServer gws = server();
        GwsRig rig = new GwsRig(gws, c -> c.setContactCenterSession(true)).awaitLive()) {
      gws.faults().onAdd(Fault.statusCode(3));
      // When / Then
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsRejectedException.class)
          .hasMessageContaining("statusCode 3");
      assertThat(gws.adds("I1").calls()).isEqualTo(2);
      assertThat(starts(gws)).as("at the login and once more").isEqualTo(2);
    }
  }

  @Test
  void whatGwsDidInPartIsNotRepeatedWhateverItSays() throws Exception {
    // Given
    try (SimulatorServer gws = server();
        GwsRig rig = new GwsRig(gws, c -> c.setContactCenterSession(true)).awaitLive()) {
      gws.faults()
          .onAdd(
              Fault.httpStatus(200)
                  .body(
                      "application/json",
                      "{\"statusCode\":7,\"statusMessage\":\"one session was not started\"}")
                  .withEffect());
      // When / Then
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsRejectedException.class)
          .hasMessageContaining("statusCode 7");
      assertThat(gws.adds("I1").calls()).isEqualTo(1);
    }
  }

  @Test
  void withoutTheOptionARefusalIsOneOfTheRequestAtOnce() throws Exception {
    try (SimulatorServer gws = server();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsRejectedException.class);
      assertThat(gws.adds("I1").calls()).isEqualTo(1);
    }
  }

  @Test
  void startedWithoutOneOfItsChannelsItServes() throws Exception {
    try (SimulatorServer gws = server()) {
      gws.faults().startContactCenterSessionsPartially(1);
      try (GwsRig rig = new GwsRig(gws, c -> c.setContactCenterSession(true)).awaitLive()) {
        rig.client().add(GwsRig.chat(WORKBIN, "I1"));
        rig.awaitItemAdded("I1");
        assertThat(gws.counters().logins()).isEqualTo(1);
      }
    }
  }

  private static SimulatorServer server() {
    return SimulatorServer.builder().requireContactCenterSession(true).start();
  }

  private static long starts(SimulatorServer gws) {
    return gws.requests().stream()
        .filter(request -> "StartContactCenterSession".equals(request.operation()))
        .count();
  }
}
