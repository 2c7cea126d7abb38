package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;

  private SimulatorServer gws;
  private RestClient rest;

  @BeforeEach
  void start() throws Exception {
    gws = SimulatorServer.builder().start();
    rest = RestClient.loggedIn(gws);
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void answersTheNextAddsWithAStatusAndHeaders() throws Exception {
    // Given
    ArmedFault armed =
        gws.faults()
            .onAdd(Fault.httpStatus(503).header("Retry-After", "7").body("text/plain", "later"), 2);

    // When
    List<HttpResponse<String>> answers =
        List.of(rest.add(AGENTS, "1"), rest.add(AGENTS, "2"), rest.add(AGENTS, "3"));

    // Then
    assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(503, 503, 200);
    assertThat(answers.get(0).headers().firstValue("Retry-After")).hasValue("7");
    assertThat(answers.get(0).body()).isEqualTo("later");
    assertThat(armed.used()).isEqualTo(2);
    assertThat(gws.contents(AGENTS)).containsExactly("3");
    assertThat(gws.adds("1")).isEqualTo(new Adds(1, 0));
  }

  @Test
  void meetsOnlyMatchingRequests() throws Exception {
    // Given
    gws.faults().onAdd(Fault.statusCode(4).forInteraction("bad"));
    gws.faults().onAdd(Fault.statusCode(9).forOperation("AddEmail"));
    gws.faults().onAdd(Fault.statusCode(5).forWorkbin(SeedData.PLACE_GROUP_BIN.workbinId()));
    gws.faults().onAdd(Fault.statusCode(11).when(RestCall::saveLAR));

    // When
    List<Object> codes =
        List.of(
            RestClient.statusCode(rest.add(AGENTS, "good")),
            RestClient.statusCode(rest.add(AGENTS, "bad")),
            RestClient.statusCode(rest.operate(AGENTS, "AddEmail", "email")),
            RestClient.statusCode(rest.add(SeedData.PLACE_GROUP_BIN, "place")),
            RestClient.statusCode(
                rest.post(
                    RestClient.path(AGENTS),
                    "{\"operationName\":\"AddChat\",\"id\":\"lar\",\"saveLAR\":\"true\"}")));
    gws.faults().clear();
    Object cleared = RestClient.statusCode(rest.add(AGENTS, "bad"));

    // Then
    assertThat(codes).containsExactly(0, 4, 9, 5, 11);
    assertThat(cleared).isEqualTo(0);
  }

  @Test
  void breaksBodies() throws Exception {
    // Given
    gws.faults().onAdd(Fault.htmlPage(500), 1);
    gws.faults().onAdd(Fault.emptyBody(), 1);
    gws.faults().onAdd(Fault.cutJson().withEffect(), 1);

    // When
    HttpResponse<String> html = rest.add(AGENTS, "1");
    HttpResponse<String> empty = rest.add(AGENTS, "2");
    HttpResponse<String> cut = rest.add(AGENTS, "3");

    // Then
    assertThat(html.statusCode()).isEqualTo(500);
    assertThat(html.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(html.body()).startsWith("<html>");
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
    assertThat(cut.body()).isEqualTo("{\"statusCode\":0,\"refer");
    assertThat(gws.contents(AGENTS)).containsExactly("3");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void breaksConnectionsWithAndWithoutEffect(boolean effect) {
    for (Fault fault : List.of(Fault.reset(), Fault.cutBody())) {
      // Given
      gws.clearContents();
      gws.faults().onAdd(effect ? fault.withEffect() : fault, 1);

      // When
      CompletableFuture<HttpResponse<String>> answer = rest.operateAsync(AGENTS, "AddChat", "1");

      // Then
      assertThat(answer)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(IOException.class);
      assertThat(gws.contents(AGENTS)).hasSize(effect ? 1 : 0);
      assertThat(gws.requests()).last().extracting(LoggedRequest::effect).isEqualTo(effect);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hangsWithAndWithoutEffect(boolean effect) throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      // Given
      rest.subscribe(AGENTS);
      gws.faults().onAdd(effect ? Fault.hang().withEffect() : Fault.hang(), 1);

      // When
      CompletableFuture<HttpResponse<String>> answer = rest.operateAsync(AGENTS, "AddChat", "1");

      // Then
      await().until(() -> gws.adds("1").calls() == 1);
      if (effect) {
        await().untilAsserted(() -> assertThat(comet.added()).containsExactly("1"));
      }
      assertThat(gws.contents(AGENTS)).hasSize(effect ? 1 : 0);
      assertThat(answer).isNotDone();

      // When
      gws.faults().clear();

      // Then
      assertThat(answer)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class);
    }
  }

  @Test
  void isSlow() throws Exception {
    // Given
    gws.faults().onAdd(Fault.slow(Duration.ofMillis(200)), 1);
    gws.addDelay(Duration.ofMillis(100));

    // When
    long start = System.nanoTime();
    HttpResponse<String> answer = rest.add(AGENTS, "1");
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    // Then
    assertThat(RestClient.statusCode(answer)).isEqualTo(0);
    assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void delaysManyCallsAtOnceWithoutAThreadEach() {
    // Given
    gws.addDelay(Duration.ofMillis(300));

    // When
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 400)
            .mapToObj(i -> rest.operateAsync(AGENTS, "AddChat", "ixn-" + i))
            .toList();

    // Then
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200));
    assertThat(gws.contents(AGENTS)).hasSize(400);
  }

  @Test
  void concernsAnyRestRequestBeforeAuthentication() throws Exception {
    // Given
    gws.faults().onRest(Fault.unauthorized(), 1);
    gws.faults().onRest(Fault.csrf(), 1);
    gws.faults().onRest(Fault.forbidden(), 1);
    gws.faults().onRest(Fault.slow(Duration.ofMillis(50)), 1);

    // When
    HttpResponse<String> unauthorized = rest.get("/api/v2/me");
    HttpResponse<String> csrf = rest.add(AGENTS, "1");
    HttpResponse<String> forbidden = rest.get("/api/v2/me/workbins?fields=*");
    HttpResponse<String> slow = rest.get("/api/v2/me");

    // Then
    assertThat(unauthorized.statusCode()).isEqualTo(401);
    assertThat(csrf.statusCode()).isEqualTo(403);
    assertThat(csrf.body()).isEqualTo("Missing or invalid Csrf token");
    assertThat(forbidden.statusCode()).isEqualTo(403);
    assertThat(forbidden.body()).doesNotContain("Csrf");
    assertThat(slow.statusCode()).isEqualTo(200);
    assertThat(gws.adds("1")).isEqualTo(new Adds(0, 0));
    assertThat(gws.httpSessions()).isEqualTo(1);
  }

  @Test
  void dropsDoublesDelaysAndReordersNotifications() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      rest.subscribe(AGENTS);

      // When
      gws.faults().dropNotifications(1);
      rest.add(AGENTS, "dropped");
      rest.add(AGENTS, "after drop");
      await().until(() -> comet.added().size() == 1);
      gws.faults().doubleNotifications(1);
      rest.add(AGENTS, "doubled");
      await().until(() -> comet.added().size() == 3);
      gws.faults().delayNotifications(Duration.ofMillis(300), 1);
      rest.add(AGENTS, "delayed");
      rest.add(AGENTS, "overtaking");
      await().until(() -> comet.added().size() == 5);
      gws.faults().reorderNotifications(3);
      rest.add(AGENTS, "r1");
      rest.add(AGENTS, "r2");
      rest.add(AGENTS, "r3");
      rest.add(AGENTS, "last");

      // Then
      await().until(() -> comet.added().size() == 9);
      assertThat(comet.added())
          .containsExactly(
              "after drop",
              "doubled",
              "doubled",
              "overtaking",
              "delayed",
              "r3",
              "r2",
              "r1",
              "last");
    }
  }

  @Test
  void deliversWhatReorderingKeptBackWhenCleared() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      rest.subscribe(AGENTS);
      await().until(() -> comet.received().size() == 1);
      gws.faults().reorderNotifications(10);
      rest.add(AGENTS, "r1");
      rest.add(AGENTS, "r2");

      // When
      await()
          .until(
              () -> {
                gws.faults().clear();
                return comet.added().size() == 2;
              });

      // Then
      assertThat(comet.received()).hasSize(3);
    }
  }

  @Test
  void dropsSubscriptionConfirmations() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      // Given
      gws.faults().dropSubscriptionConfirmations(1);

      // When
      rest.subscribe(AGENTS);
      rest.add(AGENTS, "1");

      // Then
      await().until(() -> !comet.received().isEmpty());
      assertThat(comet.received()).hasSize(1);
      assertThat(comet.added()).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void publishesGarbage(Garbage garbage) throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      // When
      gws.faults().publishGarbage(garbage);
      gws.publish("the end");

      // Then
      await().until(() -> comet.data().contains("the end"));
      // the CometD client takes a message without data for the answer to a publish
      assertThat(comet.data()).hasSize(garbage == Garbage.NOTHING ? 1 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesPollsWith401(boolean header) throws Exception {
    try (SimulatorServer plain = SimulatorServer.builder().wwwAuthenticateOn401(!header).start()) {
      // Given
      RestClient client = RestClient.loggedIn(plain);
      String clientId = clientId(client);
      plain.faults().connectAnswers401(header, 2);

      // When
      HttpResponse<String> first = connect(client, clientId);
      HttpResponse<String> second = connect(client, clientId);
      HttpResponse<String> third = connect(client, clientId);

      // Then
      assertThat(List.of(first.statusCode(), second.statusCode(), third.statusCode()))
          .containsExactly(401, 401, 200);
      assertThat(first.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(header);
      assertThat(third.body()).contains("\"successful\":true");
    }
  }

  @Test
  void refusesHandshakes() throws Exception {
    // Given
    gws.faults().refuseHandshakes(503, 1);
    HttpResponse<String> refused = handshake(rest);
    gws.faults().denyHandshakes(1);

    // When
    HttpResponse<String> denied = handshake(rest);
    HttpResponse<String> accepted = handshake(rest);

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(denied.statusCode()).isEqualTo(200);
    assertThat(denied.body()).contains("403::handshake_denied", "\"successful\":false");
    assertThat(accepted.body()).contains("\"successful\":true");
    assertThat(gws.counters().handshakes()).isEqualTo(3);
  }

  @Test
  void disconnectsClients() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      await().until(() -> gws.heldPolls() == 1);

      // When
      gws.faults().serverDisconnect();

      // Then
      await().until(() -> !comet.disconnects().isEmpty());
      await().until(() -> !comet.bayeux().isHandshook());
      assertThat(gws.bayeuxSessions()).isZero();
    }
  }

  @Test
  void advisesNotToReconnectWithASuccess() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      await().until(() -> gws.heldPolls() == 1);
      int polls = comet.connects().size();

      // When
      gws.faults().adviseReconnectNone(true, 1);

      // Then
      await().until(() -> comet.connects().size() > polls);
      assertThat(comet.connects().get(polls).isSuccessful()).isTrue();
      assertThat(comet.connects().get(polls).getAdvice()).containsEntry("reconnect", "none");
    }
  }

  @Test
  void advisesNotToReconnectWithAFailure() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      await().until(() -> gws.heldPolls() == 1);

      // When
      gws.faults().adviseReconnectNone(false, 1);

      // Then
      await().until(() -> !comet.bayeux().isHandshook());
      assertThat(comet.connects())
          .anySatisfy(m -> assertThat(m.getAdvice()).containsEntry("reconnect", "none"));
    }
  }

  @Test
  void cutsHeldPollsAndKeepsTheSession() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      rest.subscribe(AGENTS);
      await().until(() -> comet.received().size() == 1 && gws.heldPolls() == 1);

      // When
      gws.faults().cutHeldPolls();

      // Then
      await().until(() -> comet.connects().stream().anyMatch(m -> !m.isSuccessful()));
      rest.add(AGENTS, "1");
      await().untilAsserted(() -> assertThat(comet.added()).containsExactly("1"));
      assertThat(comet.handshakes()).hasSize(1);
    }
  }

  @Test
  void cutsPollAnswersAndLosesTheirMessages() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      rest.subscribe(AGENTS);
      await().until(() -> comet.received().size() == 1 && gws.heldPolls() == 1);
      gws.faults().cutPollAnswers(1);

      // When
      rest.add(AGENTS, "lost");
      await().until(() -> comet.connects().stream().anyMatch(m -> !m.isSuccessful()));
      rest.add(AGENTS, "heard");

      // Then
      await().until(() -> comet.added().contains("heard"));
      assertThat(comet.added()).containsExactly("heard");
      assertThat(comet.handshakes()).hasSize(1);
    }
  }

  @Test
  void isDeafUntilToldOtherwise() throws Exception {
    try (SimulatorServer quick =
        SimulatorServer.builder().longPollTimeout(Duration.ofMillis(200)).start()) {
      // Given
      RestClient client = RestClient.loggedIn(quick);
      try (CometClient comet = CometClient.listening(quick, client)) {
        client.subscribe(AGENTS);
        await().until(() -> comet.received().size() == 1);

        // When
        quick.faults().holdPollsForever(true);
        client.add(AGENTS, "1");
        await().until(() -> quick.heldPolls() == 0);
        int polls = comet.connects().size();

        // Then
        await()
            .during(Duration.ofMillis(500))
            .atMost(Duration.ofSeconds(60))
            .until(() -> comet.added().isEmpty() && comet.connects().size() <= polls + 1);

        // When
        quick.faults().holdPollsForever(false);

        // Then
        await().untilAsserted(() -> assertThat(comet.added()).containsExactly("1"));
      }
    }
  }

  @Test
  void publishesAnythingToWhoeverListens() throws Exception {
    try (CometClient comet = CometClient.listening(gws, rest)) {
      // When
      gws.publish(Map.of("action", "ItemExploded", "messageType", "WorkbinStateChangeMessage"));

      // Then
      await().until(() -> !comet.received().isEmpty());
      assertThat(comet.received().get(0)).containsEntry("action", "ItemExploded");
    }
  }

  @Test
  void refusesConnectionsWhileStopped() {
    // When
    gws.stop();

    // Then
    assertThatThrownBy(() -> rest.add(AGENTS, "1")).isInstanceOf(IOException.class);
  }

  private static HttpResponse<String> handshake(RestClient client) throws Exception {
    return client.post(
        "/api/v2/notifications/handshake",
        "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
            + "\"supportedConnectionTypes\":[\"long-polling\"]}]");
  }

  private static String clientId(RestClient client) throws Exception {
    String body = handshake(client).body();
    return body.replaceFirst(".*\"clientId\":\"([^\"]+)\".*", "$1");
  }

  private static HttpResponse<String> connect(RestClient client, String clientId) throws Exception {
    return client.post(
        "/api/v2/notifications/connect",
        "[{\"channel\":\"/meta/connect\",\"clientId\":\""
            + clientId
            + "\",\"connectionType\":\"long-polling\",\"advice\":{\"timeout\":0}}]");
  }
}
