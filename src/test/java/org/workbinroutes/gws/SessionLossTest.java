package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.simulator.DeadSessionPoll;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.HeldPolls;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.SimulatorServerBuilder;

/** After each way to lose a session, everything that is placed is notified again. */
@Execution(ExecutionMode.CONCURRENT)
class SessionLossTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(
          SeedData.AGENT_GROUP_BIN.workbinId(),
          GroupKind.AGENT_GROUP,
          SeedData.AGENT_GROUP_BIN.group());

  /** The ways, each as it is caused at the server. */
  enum Loss {
    HTTP_SESSION_EXPIRED,
    HTTP_SESSION_EXPIRED_POLL_CUT,
    BAYEUX_SESSION_402,
    BAYEUX_SESSION_402_POLL_CUT,
    BAYEUX_SESSION_403,
    POLL_401_WITH_CHALLENGE,
    POLL_401_WITHOUT_CHALLENGE,
    HANDSHAKE_401_TWICE,
    HANDSHAKE_403_TWICE,
    HANDSHAKE_503_TWICE,
    HANDSHAKE_DENIED_TWICE,
    SERVER_DISCONNECT,
    ADVICE_NONE,
    SERVER_RESTART;

    void cause(SimulatorServer gws) {
      switch (this) {
        case HTTP_SESSION_EXPIRED -> gws.faults().expireHttpSessions();
        case HTTP_SESSION_EXPIRED_POLL_CUT -> gws.faults().expireHttpSessions(HeldPolls.CUT);
        case BAYEUX_SESSION_402 -> gws.faults().expireBayeuxSessions();
        case BAYEUX_SESSION_402_POLL_CUT -> gws.faults().expireBayeuxSessions(HeldPolls.CUT);
        case BAYEUX_SESSION_403 -> gws.faults().forbidUnknownClient();
        case POLL_401_WITH_CHALLENGE -> answer401(gws, true);
        case POLL_401_WITHOUT_CHALLENGE -> answer401(gws, false);
        case HANDSHAKE_401_TWICE -> refuseHandshakes(gws, 401);
        case HANDSHAKE_403_TWICE -> refuseHandshakes(gws, 403);
        case HANDSHAKE_503_TWICE -> refuseHandshakes(gws, 503);
        case HANDSHAKE_DENIED_TWICE -> {
          gws.faults().denyHandshakes(2);
          gws.faults().expireBayeuxSessions();
        }
        case SERVER_DISCONNECT -> gws.faults().serverDisconnect();
        case ADVICE_NONE -> gws.faults().adviseReconnectNone(true, 1);
        case SERVER_RESTART -> gws.restart();
      }
    }

    private static void answer401(SimulatorServer gws, boolean challenge) {
      gws.faults().connectAnswers401(challenge, 1);
      gws.faults().cutHeldPolls();
    }

    private static void refuseHandshakes(SimulatorServer gws, int status) {
      gws.faults().refuseHandshakes(status, 2);
      gws.faults().expireBayeuxSessions();
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void everythingAfterTheLossIsPlacedAndNotified(Loss loss) throws Exception {
    survives(loss, SimulatorServer.builder());
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void alsoWithoutAnyAdviceAndWithOtherAnswersToDeadSessions(Loss loss) throws Exception {
    survives(
        loss,
        SimulatorServer.builder()
            .advice(false)
            .staleCookieOnPost(403)
            .handshakeStatusWithoutSession(403)
            .deadSessionPoll(DeadSessionPoll.HTTP_401)
            .wwwAuthenticateOn401(false));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void alsoWithShortSessionsStickyCookiesAndAcknowledgements(Loss loss) throws Exception {
    survives(
        loss,
        SimulatorServer.builder()
            .maxInterval(Duration.ofMillis(500))
            .longPollTimeout(Duration.ofSeconds(1))
            .stickyCookie(true)
            .pollsPerBrowser(1)
            .ackExtension(true)
            .notificationBeforeAnswer(true));
  }

  @Test
  void aCallInASessionThatExpiredIsDoneOnceInTheNext() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "before"));
      gws.faults().expireHttpSessions(HeldPolls.LEFT);
      // When
      GwsAnswer answer = rig.client().add(GwsRig.chat(WORKBIN, "after"));
      // Then
      assertThat(answer.meaning()).isEqualTo(AnswerClass.ACCEPTED);
      assertThat(gws.adds("after").effects()).isEqualTo(1);
    }
  }

  @Test
  void anOldCsrfTokenIsFetchedAgain() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults().onAdd(Fault.csrf(), 1);
      // When
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(gws.adds("I1").effects()).isEqualTo(1);
      assertThat(gws.counters().logins()).isEqualTo(1);
    }
  }

  @Test
  void aLostPollInALivingSessionIsTakenUpWithoutANewSession() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      // When
      gws.faults().cutHeldPolls();
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(rig.status().connections()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatHoldsPollsForEverIsLeft() throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder().longPollTimeout(Duration.ofMillis(500)).start();
        GwsRig rig = new GwsRig(gws, c -> c.setNetworkDelay(1_000)).awaitLive()) {
      long connections = rig.status().connections();
      // When
      gws.faults().holdPollsForever(true);
      await().atMost(GwsRig.PATIENCE).until(() -> !rig.isLive());
      gws.faults().holdPollsForever(false);
      // Then
      rig.awaitConnectionAfter(connections);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }

  private static void survives(Loss loss, SimulatorServerBuilder builder) throws Exception {
    // Given
    try (SimulatorServer gws = builder.start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "before"));
      rig.awaitItemAdded("before");
      long connections = rig.status().connections();
      // When
      loss.cause(gws);
      rig.awaitConnectionAfter(connections);
      for (int i = 0; i < 5; i++) {
        rig.client().add(GwsRig.chat(WORKBIN, "after" + i));
      }
      // Then
      for (int i = 0; i < 5; i++) {
        rig.awaitItemAdded("after" + i);
        assertThat(gws.adds("after" + i).effects()).isEqualTo(1);
      }
      // on a busy machine the short session may just have been lost once more
      await().atMost(GwsRig.PATIENCE).until(() -> rig.status().subscribed() == 1);
    }
  }

  @Test
  void aCallThatGoesOutAgainIsAskedForAgainAndAConnectionIsLeft() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws, c -> c.setConnections(1)).awaitLive()) {
      // Given: the session ends at the call, and until it is renewed its claim is over
      gws.faults().onAdd(Fault.unauthorized(), 1);
      AtomicInteger asked = new AtomicInteger();
      AddCall call = new AskingCall(GwsRig.chat(WORKBIN, "I1"), asked);
      // When / Then
      assertThatThrownBy(() -> rig.client().add(call)).hasMessage("its claim is over");
      assertThat(asked).hasValue(2);
      assertThat(gws.adds("I1").calls()).as("the one that was refused").isEqualTo(1);
      assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).isEmpty();
      rig.client().add(GwsRig.chat(WORKBIN, "I2"));
      rig.awaitItemAdded("I2");
    }
  }

  /** May go out once. */
  private record AskingCall(AddInteraction call, AtomicInteger asked) implements AddCall {
    @Override
    public GroupWorkbin workbin() {
      return call.workbin();
    }

    @Override
    public String interactionId() {
      return call.interactionId();
    }

    @Override
    public AddOperation operation() {
      return call.operation();
    }

    @Override
    public boolean saveLAR() {
      return call.saveLAR();
    }

    @Override
    public void aboutToBeSent() {
      if (asked.incrementAndGet() > 1) {
        throw new IllegalStateException("its claim is over");
      }
    }
  }
}
