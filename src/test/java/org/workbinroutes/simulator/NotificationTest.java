package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;
  private static final BinAddress PLACES = SeedData.PLACE_GROUP_BIN;

  @Test
  void publishesThePrintedNotificationsWordForWord() throws Exception {
    BinAddress requested = SeedData.AGENT_GROUP_BIN_AS_REQUESTED;
    try (SimulatorServer gws =
        SimulatorServer.builder()
            .notificationWorkbinId(requested.workbinId(), AGENTS.workbinId())
            .start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(requested);
        rest.subscribe(PLACES);

        // When
        rest.operate(requested, "AddChat", SeedData.AGENT_GROUP_CHAT);
        rest.operate(PLACES, "AddChat", SeedData.PLACE_GROUP_CHAT);

        // Then
        await().until(() -> comet.added().size() == 2);
        assertThat(comet.received())
            .endsWith(SeedData.agentGroupNotification(), SeedData.placeGroupNotification());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/me/workbins", "/v2/me/*", "/v2/**"})
  void isHeardOnTheChannelAndItsWildcards(String channel) throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = new CometClient(gws, rest)) {
        comet.handshake();
        comet.listen(channel);
        rest.subscribe(AGENTS);

        // When
        rest.add(AGENTS, "ixn-1");

        // Then
        await().untilAsserted(() -> assertThat(comet.added()).containsExactly("ixn-1"));
      }
    }
  }

  @Test
  void isNotHeardOnAnotherChannel() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = new CometClient(gws, rest)) {
        comet.handshake();
        comet.listen("/v2/me/calls");
        rest.subscribe(AGENTS);

        // When
        rest.add(AGENTS, "ixn-1");

        // Then
        assertThat(gws.counters().unheard()).isEqualTo(1);
        gws.publish("/v2/me/calls", "the end");
        await().untilAsserted(() -> assertThat(comet.data()).containsExactly("the end"));
      }
    }
  }

  @Test
  void isLostWhenNobodyListens() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      rest.add(AGENTS, "too early");
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.add(AGENTS, "not subscribed");
        rest.subscribe(AGENTS);

        // When
        rest.add(AGENTS, "in time");

        // Then
        await().until(() -> !comet.added().isEmpty());
        assertThat(comet.added()).containsExactly("in time");
        assertThat(gws.counters().unheard()).isEqualTo(2);
      }
    }
  }

  @Test
  void tellsOfPullsAfterAdds() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);

        // When
        for (int i = 0; i < 50; i++) {
          rest.operate(AGENTS, "AddWorkitem", "ixn-" + i);
          rest.operate(AGENTS, "PullWorkitem", "ixn-" + i);
        }

        // Then
        await().until(() -> comet.received().size() == 101);
        assertThat(comet.received().stream().skip(1).map(this::actionAndId))
            .containsExactlyElementsOf(
                IntStream.range(0, 50)
                    .boxed()
                    .flatMap(i -> List.of("ItemAdded ixn-" + i, "ItemRemoved ixn-" + i).stream())
                    .toList());
      }
    }
  }

  private String actionAndId(Map<String, Object> message) {
    Map<?, ?> item = (Map<?, ?>) message.get("workitemStateResourceV2");
    return message.get("action") + " " + item.get("id");
  }

  @Test
  void canComeBeforeTheAnswer() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().notificationBeforeAnswer(true).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        await().until(() -> gws.heldPolls() == 1);

        // When
        CompletableFuture<HttpResponse<String>> answer =
            rest.operateAsync(AGENTS, "AddChat", "ixn-1");
        CompletableFuture<Integer> heardAtAnswer =
            answer.thenApply(response -> comet.added().size());

        // Then
        assertThat(heardAtAnswer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(1);
      }
    }
  }

  @Test
  void carriesTheReferenceIdOnDemand() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().referenceIdInItemAdded(true).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        gws.nextReferenceId(4711);

        // When
        rest.add(AGENTS, "ixn-1");

        // Then
        await().until(() -> !comet.added().isEmpty());
        assertThat(comet.received())
            .last()
            .satisfies(m -> assertThat(m).containsEntry("referenceId", 4711));
      }
    }
  }

  @Test
  void reachesEachSubscribedSessionOfEveryUser() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().user("anna", "1").user("ben", "2").user("carl", "3").start()) {
      // Given
      RestClient anna = new RestClient(gws);
      anna.login("anna", "1");
      RestClient ben = new RestClient(gws);
      ben.login("ben", "2");
      RestClient carl = new RestClient(gws);
      carl.login("carl", "3");
      try (CometClient annasComet = CometClient.listening(gws, anna);
          CometClient bensComet = CometClient.listening(gws, ben);
          CometClient carlsComet = CometClient.listening(gws, carl)) {
        anna.subscribe(AGENTS);
        ben.subscribe(AGENTS);

        // When
        carl.add(AGENTS, "ixn-1");

        // Then
        await().until(() -> annasComet.added().size() == 1 && bensComet.added().size() == 1);
        assertThat(gws.counters().notifications()).isEqualTo(2);
        assertThat(carlsComet.received()).isEmpty();
      }
    }
  }
}
