package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cometd.bayeux.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;

  @Test
  void beginsWithTheFirstAuthenticatedRequest() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient client = new RestClient(gws);

      // When
      HttpResponse<String> nobody = client.get("/api/v2/me");
      HttpResponse<String> wrong = client.login("agent", "wrong");
      HttpResponse<String> right = client.login("agent", "secret");
      HttpResponse<String> byCookie = client.get("/api/v2/me");

      // Then
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(RestClient.statusCode(nobody)).isEqualTo(20);
      assertThat(nobody.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(right.headers().firstValue("Set-Cookie"))
          .hasValueSatisfying(
              cookie ->
                  assertThat(cookie)
                      .startsWith("JSESSIONID=")
                      .contains("Path=/")
                      .contains("HttpOnly"));
      assertThat(byCookie.statusCode()).isEqualTo(200);
      assertThat(byCookie.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(gws.counters().logins()).isEqualTo(1);
      assertThat(gws.httpSessions()).isEqualTo(1);
    }
  }

  @Test
  void aLoginEndsTheSessionThatTheSameUserHadIfOnlyOneIsAllowed() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().user("a", "1").user("b", "2").oneSessionPerUser(true).start()) {
      // Given
      RestClient before = new RestClient(gws);
      RestClient other = new RestClient(gws);
      before.login("a", "1");
      other.login("b", "2");

      // When
      assertThat(new RestClient(gws).login("a", "1").statusCode()).isEqualTo(200);

      // Then
      assertThat(before.get("/api/v2/me").statusCode()).isEqualTo(401);
      assertThat(other.get("/api/v2/me").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aNewPasswordEndsTheSessionsOfItsUser() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient client = RestClient.loggedIn(gws);

      // When
      gws.user("agent", "changed");

      // Then
      assertThat(client.get("/api/v2/me").statusCode()).isEqualTo(401);
      assertThat(client.login("agent", "secret").statusCode()).isEqualTo(401);
      assertThat(client.login("agent", "changed").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aUserWithoutTheRightToAWorkbinIsToldSo() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient client = RestClient.loggedIn(gws);

      // When
      gws.forbid("agent", AGENTS);

      // Then
      assertThat(RestClient.statusCode(client.add(AGENTS, "ixn-1"))).isEqualTo(5);
      assertThat(gws.contents(AGENTS)).doesNotContain("ixn-1");
      assertThat(RestClient.statusCode(client.add(SeedData.PLACE_GROUP_BIN, "ixn-1"))).isEqualTo(0);
    }
  }

  @Test
  void needsTheStickyCookieToo() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().stickyCookie(true).start()) {
      // Given
      RestClient client = RestClient.loggedIn(gws);
      assertThat(client.add(AGENTS, "ixn-1").statusCode()).isEqualTo(200);

      // When
      client.cookies().getCookieStore().getCookies().stream()
          .filter(cookie -> "GWSROUTE".equals(cookie.getName()))
          .toList()
          .forEach(cookie -> client.cookies().getCookieStore().remove(null, cookie));

      // Then
      assertThat(client.add(AGENTS, "ixn-2").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void answers401WithoutAChallengeOnDemand() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().wwwAuthenticateOn401(false).start()) {
      // When
      HttpResponse<String> answer = new RestClient(gws).get("/api/v2/me");

      // Then
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusesAPostWithAStaleCookie(int status) throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().staleCookieOnPost(status).start()) {
      // Given
      RestClient client = RestClient.loggedIn(gws);
      gws.faults().expireHttpSessions();

      // When
      HttpResponse<String> post = client.add(AGENTS, "ixn-1");
      HttpResponse<String> get = client.get("/api/v2/me");
      client.login("agent", "secret");
      HttpResponse<String> again = client.add(AGENTS, "ixn-1");

      // Then
      assertThat(post.statusCode()).isEqualTo(status);
      assertThat(get.statusCode()).isEqualTo(401);
      assertThat(again.statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void refusesAHandshakeWithoutASession(int status) throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().handshakeStatusWithoutSession(status).start()) {
      // Given
      RestClient stranger = new RestClient(gws);
      try (CometClient comet = new CometClient(gws, stranger)) {
        // When
        comet.bayeux().handshake();

        // Then
        await().until(() -> !comet.handshakes().isEmpty());
        assertThat(httpCode(comet.handshakes().get(0))).isEqualTo(status);
        assertThat(gws.bayeuxSessions()).isZero();
      }
    }
  }

  @Test
  void doesNotLetABayeuxSessionChangeItsHttpSession() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient one = RestClient.loggedIn(gws);
      RestClient two = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, one)) {
        // When
        HttpResponse<String> stolen = connect(two, comet.bayeux().getId());
        HttpResponse<String> madeUp = connect(two, "no-such-client");

        // Then
        assertThat(stolen.body())
            .contains("403::Unknown client", "\"successful\":false", "\"reconnect\":\"handshake\"");
        assertThat(madeUp.body())
            .contains("402::Unknown client", "\"successful\":false", "\"reconnect\":\"handshake\"");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsBayeuxSessions(HeldPolls held) throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().longPollTimeout(Duration.ofSeconds(1)).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        await().until(() -> gws.heldPolls() == 1);

        // When
        gws.faults().expireBayeuxSessions(held);

        // Then
        await().until(() -> comet.handshakes().size() == 2);
        assertThat(comet.connects())
            .anySatisfy(
                message -> {
                  assertThat(message.get("error")).isEqualTo("402::Unknown client");
                  assertThat(message.getAdvice()).containsEntry("reconnect", "handshake");
                });
        await().until(() -> comet.bayeux().isConnected());
        assertThat(gws.httpSessions()).isEqualTo(1);
      }
    }
  }

  @Test
  void forbidsClients() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        await().until(() -> gws.heldPolls() == 1);
        String clientId = comet.bayeux().getId();

        // When
        gws.faults().forbidUnknownClient();

        // Then
        await().until(() -> comet.handshakes().size() == 2);
        assertThat(comet.connects())
            .anySatisfy(m -> assertThat(m.get("error")).isEqualTo("403::Unknown client"));
        assertThat(connect(rest, clientId).body()).contains("403::Unknown client");
      }
    }
  }

  @Test
  void answersThePollOfADeadHttpSessionWithUnknownClientThenRefusesTheHandshake() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        await().until(() -> gws.heldPolls() == 1);

        // When
        gws.faults().expireHttpSessions();

        // Then
        await().until(() -> comet.handshakes().size() >= 2);
        assertThat(comet.connects())
            .anySatisfy(m -> assertThat(m.get("error")).isEqualTo("403::Unknown client"));
        assertThat(httpCode(comet.handshakes().get(1))).isEqualTo(401);
        assertThat(gws.bayeuxSessions()).isZero();
        assertThat(gws.workbinSubscriptions()).isZero();
      }
    }
  }

  @Test
  void answersThePollOfADeadHttpSessionWith401OnDemand() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().deadSessionPoll(DeadSessionPoll.HTTP_401).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        await().until(() -> gws.heldPolls() == 1);
        long before = gws.counters().connects();

        // When
        gws.faults().expireHttpSessions();

        // Then
        await().until(() -> gws.counters().connects() > before);
        assertThat(comet.connects()).anySatisfy(m -> assertThat(httpCode(m)).isEqualTo(401));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void announcesMaxIntervalOrNot(boolean announced, boolean expected) throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder()
            .advertiseMaxInterval(announced)
            .maxInterval(Duration.ofSeconds(7))
            .start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = new CometClient(gws, rest)) {
        // When
        comet.handshake();

        // Then
        Map<String, Object> advice = comet.handshakes().get(0).getAdvice();
        assertThat(advice).containsEntry("timeout", 30_000).containsEntry("reconnect", "retry");
        assertThat(advice.containsKey("maxInterval")).isEqualTo(expected);
        if (expected) {
          assertThat(advice).containsEntry("maxInterval", 7_000);
        }
      }
    }
  }

  @Test
  void givesNoAdviceOnDemand() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().advice(false).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = new CometClient(gws, rest)) {
        // When
        boolean connected = comet.handshake();

        // Then
        assertThat(connected).isTrue();
        assertThat(comet.handshakes().get(0).getAdvice()).isNull();
        assertThat(comet.connects()).allSatisfy(m -> assertThat(m.getAdvice()).isNull());
      }
    }
  }

  @Test
  void sweepsClientsThatDoNotPoll() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder()
            .maxInterval(Duration.ofMillis(300))
            .longPollTimeout(Duration.ofMillis(200))
            .start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        String clientId = comet.bayeux().getId();
        comet.bayeux().abort();

        // Then
        await().until(() -> gws.bayeuxSessions() == 0);
        assertThat(connect(rest, clientId).body()).contains("402::Unknown client");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void offersTheAckExtensionOnDemand(boolean offered) throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().ackExtension(offered).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);

      // When
      HttpResponse<String> answer =
          rest.post(
              "/api/v2/notifications/handshake",
              "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
                  + "\"supportedConnectionTypes\":[\"long-polling\"],\"ext\":{\"ack\":true}}]");

      // Then
      assertThat(answer.body()).contains("\"successful\":true");
      assertThat(answer.body().contains("\"ack\":")).isEqualTo(offered);
    }
  }

  @Test
  void offersLongPollingOnly() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = new CometClient(gws, rest)) {
        // When
        comet.handshake();
        HttpResponse<String> callbackPolling =
            rest.get(
                "/api/v2/notifications?jsonp=x&message="
                    + "%5B%7B%22channel%22%3A%22%2Fmeta%2Fhandshake%22%7D%5D");

        // Then
        assertThat(comet.handshakes().get(0).get("supportedConnectionTypes"))
            .isEqualTo(List.of("long-polling"));
        assertThat(callbackPolling.statusCode()).isEqualTo(400);
      }
    }
  }

  @Test
  void holdsOnePollPerBrowserOnDemand() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().pollsPerBrowser(1).start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      String first = clientId(rest);
      String second = clientId(rest);
      rest.post(
          "/api/v2/notifications/connect", connectMessage(first, ",\"advice\":{\"timeout\":0}"));
      CompletableFuture<HttpResponse<String>> held =
          rest.postAsync("/api/v2/notifications/connect", connectMessage(first, ""));
      await().until(() -> gws.heldPolls() == 1);

      // When
      HttpResponse<String> refused = connect(rest, second);

      // Then
      assertThat(refused.body()).contains("\"multiple-clients\":true", "\"interval\":2000");
      assertThat(held).isNotDone();
    }
  }

  @Test
  void letsNobodyPublish() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      try (CometClient comet = CometClient.listening(gws, rest)) {
        List<Message> replies = new CopyOnWriteArrayList<>();

        // When
        comet.bayeux().getChannel("/v2/me/workbins").publish(Map.of("a", 1), replies::add);

        // Then
        await().until(() -> !replies.isEmpty());
        assertThat(replies.get(0).isSuccessful()).isFalse();
        assertThat(comet.received()).isEmpty();
      }
    }
  }

  @Test
  void keepsContentsAndThePortOverARestart() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient rest = RestClient.loggedIn(gws);
      rest.add(AGENTS, "ixn-1");
      int port = gws.port();
      try (CometClient comet = CometClient.listening(gws, rest)) {
        rest.subscribe(AGENTS);
        await().until(() -> gws.heldPolls() == 1);

        // When
        gws.restart();

        // Then
        assertThat(gws.port()).isEqualTo(port);
        assertThat(gws.httpSessions()).isZero();
        assertThat(gws.bayeuxSessions()).isZero();
        assertThat(gws.workbinSubscriptions()).isZero();
        assertThat(rest.add(AGENTS, "ixn-2").statusCode()).isEqualTo(401);
        rest.login("agent", "secret");
        assertThat(RestClient.statusCode(rest.add(AGENTS, "ixn-2"))).isEqualTo(0);
        assertThat(gws.contents(AGENTS)).containsExactly("ixn-1", "ixn-2");
        await().until(() -> comet.handshakes().size() >= 2);
        assertThat(httpCode(comet.handshakes().get(1))).isEqualTo(401);
      }
    }
  }

  private static HttpResponse<String> connect(RestClient rest, String clientId) throws Exception {
    return rest.post("/api/v2/notifications/connect", connectMessage(clientId, ""));
  }

  private static String connectMessage(String clientId, String more) {
    return "[{\"channel\":\"/meta/connect\",\"clientId\":\""
        + clientId
        + "\",\"connectionType\":\"long-polling\",\"id\":\"1\""
        + more
        + "}]";
  }

  private static String clientId(RestClient rest) throws Exception {
    return rest.post(
            "/api/v2/notifications/handshake",
            "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
                + "\"supportedConnectionTypes\":[\"long-polling\"]}]")
        .body()
        .replaceFirst(".*\"clientId\":\"([^\"]+)\".*", "$1");
  }

  private static Object httpCode(Message message) {
    Object failure = message.get("failure");
    return failure instanceof Map<?, ?> details ? details.get("httpCode") : null;
  }
}
