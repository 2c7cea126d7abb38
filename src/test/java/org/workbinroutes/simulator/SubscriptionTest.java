package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;
  private static final BinAddress PLACES = SeedData.PLACE_GROUP_BIN;

  @Test
  void isConfirmedOnTheChannelToThatSessionOnly() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().firstReferenceId(74).start()) {
      // Given
      RestClient one = RestClient.loggedIn(gws);
      RestClient two = RestClient.loggedIn(gws);
      try (CometClient onesComet = CometClient.listening(gws, one);
          CometClient twosComet = CometClient.listening(gws, two)) {
        // When
        HttpResponse<String> answer = one.subscribe(AGENTS);
        one.operate(PLACES, "Unsubscribe", null);

        // Then
        assertThat(answer.body()).isEqualTo("{\"statusCode\":0,\"referenceId\":74}");
        await().until(() -> onesComet.received().size() == 2);
        assertThat(onesComet.received())
            .containsExactly(
                Map.of(
                    "agentGroup", "MyAgentGroup",
                    "id", AGENTS.workbinId(),
                    "messageType", "WorkbinSubscriptionStateChangeMessage",
                    "referenceId", 74,
                    "stateResource", "Subscribed"),
                Map.of(
                    "placeGroup", "MyPlaceGroup",
                    "id", PLACES.workbinId(),
                    "messageType", "WorkbinSubscriptionStateChangeMessage",
                    "referenceId", 75,
                    "stateResource", "Unsubscribed"));
        gws.publish("the end");
        await().untilAsserted(() -> assertThat(twosComet.data()).containsExactly("the end"));
      }
    }
  }

  @Test
  void countsForItsWorkbinAndGroupOnlyAndEndsWithUnsubscribe() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);

        // When
        rest.add(PLACES, "another workbin");
        rest.add(AGENTS, "subscribed");
        // it is told after the answer, to those who are subscribed then
        await().until(() -> !comet.added().isEmpty());
        rest.operate(AGENTS, "Unsubscribe", null);
        rest.add(AGENTS, "unsubscribed");
        rest.subscribe(AGENTS);
        rest.add(AGENTS, "subscribed again");

        // Then
        await().until(() -> comet.added().size() >= 2);
        assertThat(comet.added()).containsExactly("subscribed", "subscribed again");
        assertThat(gws.counters().subscribes()).isEqualTo(2);
        assertThat(gws.counters().unsubscribes()).isEqualTo(1);
      }
    }
  }

  @Test
  void isRefusedForAnUnknownWorkbin() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // When
      HttpResponse<String> answer =
          RestClient.loggedIn(gws).subscribe(BinAddress.agentGroup("unknown", "Nobody"));

      // Then
      assertThat(RestClient.statusCode(answer)).isEqualTo(6);
      assertThat(gws.workbinSubscriptions()).isZero();
    }
  }

  @Test
  void canFailAfterTheAnswer() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      gws.faults().failSubscriptions(1);
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        // When
        HttpResponse<String> answer = rest.subscribe(AGENTS);

        // Then
        assertThat(RestClient.statusCode(answer)).isEqualTo(0);
        await().until(() -> !comet.received().isEmpty());
        assertThat(comet.received().get(0)).containsEntry("stateResource", "RequestFailed");
        assertThat(gws.workbinSubscriptions()).isZero();
      }
    }
  }

  @Test
  void endsWithTheBayeuxSessionByDefault() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        // a poll that arrives while its session ends is told never to come again
        await().until(() -> gws.heldPolls() == 1);

        // When
        gws.faults().expireBayeuxSessions();
        await().until(() -> comet.handshakes().size() == 2 && gws.heldPolls() == 1);

        // Then
        assertThat(gws.workbinSubscriptions()).isZero();
      }
    }
  }

  @Test
  void isForgottenByANewHandshakeInTheSameHttpSession() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient first = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        await().until(() -> gws.heldPolls() == 1);

        // When
        try (CometClient second = CometClient.listening(gws, rest)) {
          rest.add(AGENTS, "ixn-1");

          // Then
          assertThat(gws.counters().unheard()).isEqualTo(1);
          assertThat(first.added()).isEmpty();
          assertThat(second.added()).isEmpty();
        }
      }
    }
  }

  @Test
  void survivesTheBayeuxSessionOnDemand() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().subscriptionsSurviveBayeuxSession(true).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient first = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        await().until(() -> first.received().size() == 1 && gws.heldPolls() == 1);
        assertThat(first.bayeux().disconnect(5_000)).isTrue();
      }
      try (CometClient second = CometClient.listening(gws, rest)) {
        // When
        rest.add(AGENTS, "ixn-1");

        // Then
        await().untilAsserted(() -> assertThat(second.added()).containsExactly("ixn-1"));
      }
    }
  }

  @Test
  void belongsToTheUserOnDemand() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder()
            .subscriptionsPerUser(true)
            .user("anna", "1")
            .user("ben", "2")
            .start()) {
      // Given
      RestClient annaHere = new RestClient(gws);
      annaHere.login("anna", "1");
      RestClient annaThere = new RestClient(gws);
      annaThere.login("anna", "1");
      RestClient ben = new RestClient(gws);
      ben.login("ben", "2");
      try (CometClient here = CometClient.listening(gws, annaHere);
          CometClient there = CometClient.listening(gws, annaThere);
          CometClient bens = CometClient.listening(gws, ben)) {
        // When
        annaHere.subscribe(AGENTS);
        ben.add(AGENTS, "ixn-1");

        // Then
        await().until(() -> here.added().size() == 1 && there.added().size() == 1);
        assertThat(gws.counters().notifications()).isEqualTo(2);
        assertThat(bens.received()).isEmpty();

        // When
        here.bayeux().disconnect(5_000);
        ben.add(AGENTS, "ixn-2");

        // Then
        await().until(() -> there.added().size() == 2);

        // When
        there.bayeux().disconnect(5_000);

        // Then
        assertThat(gws.workbinSubscriptions()).isZero();
      }
    }
  }
}
