package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.HeldPolls;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** Load balancers with cookies of their own, proxies with login pages, sessions that went stale. */
@Execution(ExecutionMode.CONCURRENT)
class InFrontOfGwsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JSESSIONID=*; Path=/; HttpOnly",
        "JSESSIONID=*; Path=/api",
        "LBSESSION=*; Path=/",
        "LB=*; Path=/; Secure",
        "LB=*; Domain=elsewhere.test; Path=/"
      })
  void cookiesOfALoadBalancerDoNotEndTheSessionThatGwsKnows(String cookie) throws Exception {
    // Given
    try (SimulatorServer gws =
        SimulatorServer.builder().longPollTimeout(Duration.ofMillis(500)).start()) {
      gws.faults().cookiesOnEveryAnswer(cookie, "ROUTE=node1; Path=/");
      try (GwsRig rig = new GwsRig(gws).awaitLive()) {
        // When
        for (int i = 0; i < 5; i++) {
          rig.client().add(GwsRig.chat(WORKBIN, "I" + i));
          rig.awaitItemAdded("I" + i);
        }
        // Then
        assertThat(gws.counters().logins()).isEqualTo(1);
        assertThat(rig.status().connections()).isEqualTo(1);
        assertThat(rig.sessionTrouble()).isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'; Path=/; Secure', Secure",
    "'; Path=/elsewhere', Path=/elsewhere",
    "'; Path=/api/v2/me', Path=/api/v2/me",
    "'; Path=/; Domain=elsewhere.test', Domain=elsewhere.test"
  })
  void aSessionCookieThatDoesNotFitIsNamedAndNotAskedForAgainAndAgain(
      String attributes, String named) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      gws.faults().sessionCookieAttributes(attributes);
      try (GwsRig rig =
          new GwsRig(
              gws,
              c -> {
                c.setReconnectDelay(60_000);
                c.setMaxReconnectDelay(60_000);
                c.setSubscriptionTimeout(100);
              })) {
        // When
        await().atMost(PATIENCE).until(() -> rig.sessionTrouble() != null && rig.isLost());
        // Then
        for (int i = 0; i < 5; i++) {
          assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I")))
              .isInstanceOf(GwsUnavailableException.class)
              .hasMessageContaining("JSESSIONID")
              .hasMessageContaining(named);
        }
        assertThat(rig.sessionTrouble()).contains("JSESSIONID", named, gws.url());
        assertThat(gws.counters().logins()).isEqualTo(1);
      }
      // When: GWS, or the proxy, is set right
      gws.faults().sessionCookieAttributes("; Path=/");
      try (GwsRig rig = new GwsRig(gws).awaitLive()) {
        rig.client().add(GwsRig.chat(WORKBIN, "I1"));
        rig.awaitItemAdded("I1");
      }
    }
  }

  @Test
  void aStaleHttpSessionIsLeftAfterTheSecondRefusedSubscription() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      long connections = rig.status().connections();
      // When
      gws.faults().makeHttpSessionsStale();
      gws.faults().expireBayeuxSessions();
      // Then
      rig.awaitConnectionAfter(connections);
      assertThat(gws.counters().logins()).isEqualTo(2);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 200})
  void aSessionThatEndedAtALoginProxyIsLeftThoughNothingIsPlaced(int status) throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder().longPollTimeout(Duration.ofMillis(500)).start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      long connections = rig.status().connections();
      // When
      gws.faults().turnAwayToLoginPage(status);
      // Then
      rig.awaitConnectionAfter(connections);
      assertThat(gws.counters().logins()).isEqualTo(2);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }

  @Test
  void aProxyThatBlocksTheNotificationsOnlyDoesNotKeepFromPlacing() throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder().longPollTimeout(Duration.ofMillis(500)).start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setReconnectDelay(100);
                      c.setMaxReconnectDelay(60_000);
                      c.setSubscriptionTimeout(0);
                    })
                .awaitLive()) {
      // When: also of the sessions that are begun because of that
      gws.faults().refuseHandshakes(403, Integer.MAX_VALUE);
      gws.faults().expireBayeuxSessions();
      await().atMost(PATIENCE).until(() -> gws.counters().handshakes() > 4);
      // Then
      for (int i = 0; i < 20; i++) {
        rig.client().add(GwsRig.chat(WORKBIN, "I" + i));
      }
      assertThat(gws.contents(SeedData.AGENT_GROUP_BIN)).hasSize(20);
      assertThat(rig.status().trouble()).contains("403");
      assertThat(gws.counters().logins()).isLessThan(gws.counters().handshakes());
    }
  }

  @Test
  void aSessionThatGwsDoesNotKnowForLongIsBegunAgainAfterAGrowingPause() throws Exception {
    // Given: each session ends as soon as it is used
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setReconnectDelay(60_000);
                      c.setMaxReconnectDelay(60_000);
                      c.setSubscriptionTimeout(0);
                    })
                .awaitLive()) {
      // When
      gws.faults().expireHttpSessions(HeldPolls.LEFT);
      rig.client().add(GwsRig.chat(WORKBIN, "first"));
      gws.faults().expireHttpSessions(HeldPolls.LEFT);
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I")))
            .isInstanceOf(GwsUnavailableException.class);
      }
      // Then
      assertThat(gws.counters().logins()).isEqualTo(2);
      assertThat(rig.sessionTrouble()).contains("does not know the session");
      assertThat(List.of(gws.adds("I").effects())).containsExactly(0);
    }
  }

  @Test
  void aNotificationSessionThatIsReplacedIsEndedSoThatItCannotExpireWithTheLogin()
      throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder()
                .maxInterval(Duration.ofMinutes(5))
                .longPollTimeout(Duration.ofMillis(500))
                .start();
        GwsRig rig = new GwsRig(gws, c -> c.setNetworkDelay(1_000)).awaitLive()) {
      gws.faults().expiryEndsHttpSessions(true);
      long connections = rig.status().connections();
      // When: polls are not answered any more, everything else is
      gws.faults().holdPollsForever(true);
      await().atMost(PATIENCE).until(() -> !rig.isLive());
      await("it is ended by its client, long before it would expire")
          .atMost(PATIENCE)
          .until(() -> gws.bayeuxSessions() == 0);
      gws.faults().holdPollsForever(false);
      // Then
      rig.awaitConnectionAfter(connections);
      assertThat(gws.requests().stream().map(r -> r.operation())).contains("/meta/disconnect");
      assertThat(gws.counters().logins()).isEqualTo(1);
    }
  }

  @Test
  void connectionsAreLeftBeforeGwsClosesThem() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws, c -> c.setConnectionTimeToLive(1)).awaitLive()) {
      long connections = gws.counters().connections();
      for (int i = 0; i < 20; i++) {
        rig.client().content(WORKBIN);
      }
      assertThat(gws.counters().connections() - connections).isGreaterThan(3);
    }
    assertThat(new GwsConfiguration().getConnectionTimeToLive()).isLessThan(30_000);
  }

  @Test
  void anAddressInCapitalsIsTheSameAddress() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig("HTTP://LocalHost:" + gws.port(), c -> {}).awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }
}
