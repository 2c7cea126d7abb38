package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the vendor's sample simulator was seen to answer, asked of ours without any client of it.
 */
class WorkspaceSimulatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BIN = SeedData.AGENT_GROUP_BIN.workbinId();

  private final HttpClient http = HttpClient.newHttpClient();
  private WorkspaceSimulator gws;

  /** By this cookie the notification server knows its client. */
  private String browser;

  @BeforeEach
  void start() {
    gws = WorkspaceSimulator.builder().start();
    gws.interaction("I1", Map.of("id", "I1", "mediaType", "email"));
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void theLoginIsAFormWithRedirectsAroundIt() throws Exception {
    // When
    HttpResponse<String> login = get("/workspace/v3/login?redirect_uri=http%3A%2F%2Fx%2F", null);
    HttpResponse<String> authorize = get(pathOf(login), null);
    HttpResponse<String> signIn = signIn("\\agent", "secret", cookie(authorize));
    HttpResponse<String> start = get(pathOf(signIn), cookie(authorize));
    // Then
    assertThat(login.statusCode()).isEqualTo(302);
    assertThat(pathOf(login)).startsWith("/auth/v3/oauth/authorize?type=workspace&redirect_uri=");
    assertThat(cookie(authorize)).startsWith("WWE_URI=");
    assertThat(pathOf(signIn)).startsWith("/workspace/v3/start?code=");
    assertThat(start.headers().firstValue("Location").orElse("")).startsWith("http://x/?code=");
    assertThat(get("/workspace/v3/version", cookie(start)).statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongPasswordAndANameWithoutBackslashLeadBackToTheForm() throws Exception {
    assertThat(pathOf(signIn("\\agent", "wrong", null))).contains("sign-in.html?error");
    assertThat(pathOf(signIn("agent", "secret", null))).contains("sign-in.html?error");
  }

  @Test
  void initializingWithoutTheCodeMakesTheClientNobody() throws Exception {
    // When
    HttpResponse<String> initialized = post("/workspace/v3/initialize-workspace", session(), "{}");
    // Then
    assertThat(initialized.statusCode()).isEqualTo(200);
    assertThat(cookie(initialized)).isEqualTo("WWE_CODE=undefined");
    assertThat(get("/workspace/v3/version", "WWE_CODE=undefined").statusCode()).isEqualTo(403);
  }

  @Test
  void callsAreAcceptedWithoutASessionAndDoNothing() throws Exception {
    // When
    HttpResponse<String> added =
        post(bin("add-interaction"), null, "{\"data\":{\"interactionId\":\"I1\"}}");
    HttpResponse<String> version = get("/workspace/v3/version", null);
    // Then
    assertThat(added.statusCode()).isEqualTo(200);
    assertThat(json(added).path("status").path("code").asInt()).isEqualTo(1);
    assertThat(gws.effects("I1")).isZero();
    assertThat(version.statusCode()).isEqualTo(403);
    assertThat(json(version).path("status").path("code").asInt()).isEqualTo(603);
  }

  @Test
  void anAddTellsNothingOfWhatBecameOfIt() throws Exception {
    // Given
    String session = session();
    // When
    int toNowhere =
        post(
                "/workspace/v3/workbins/nowhere/add-interaction",
                session,
                "{\"data\":{\"interactionId\":\"I1\"}}")
            .statusCode();
    int ofNothing = post(bin("add-interaction"), session, "{}").statusCode();
    HttpResponse<String> real =
        post(
            bin("add-interaction"),
            session,
            "{\"operationId\":\"op-1\",\"data\":{\"interactionId\":\"I1\",\"ownerId\":\"Sales\"}}");
    // Then
    assertThat(toNowhere).isEqualTo(200);
    assertThat(ofNothing).isEqualTo(200);
    assertThat(json(real).path("operationId").asText()).isEqualTo("op-1");
    assertThat(gws.contents(BIN, "Sales")).containsExactly("I1");
    assertThat(gws.effects("I1")).isEqualTo(1);
  }

  @Test
  void whatIsRefusedIsRefusedByItsHttpStatus() throws Exception {
    // Given
    String session = session();
    // When / Then
    assertThat(
            post("/workspace/v3/workbins/nowhere/subscribe", session, "{\"data\":{}}").statusCode())
        .isEqualTo(500);
    assertThat(
            post("/workspace/v3/workbins/nowhere/get-content", session, "{\"data\":{}}")
                .statusCode())
        .isEqualTo(500);
    assertThat(post(bin("subscribe"), session, "{}").body()).contains("<html>");
    assertThat(post(bin("no-such-function"), session, "{\"data\":{}}").statusCode()).isEqualTo(501);
  }

  @Test
  void subscriptionsCountAndOneUnsubscriptionEndsThemAll() throws Exception {
    // Given
    String session = session();
    // When
    post(bin("subscribe"), session, "{\"data\":{}}");
    post(bin("subscribe"), session, "{\"data\":{}}");
    int twice = gws.subscriptions();
    post(bin("unsubscribe"), session, "{\"data\":{}}");
    // Then
    assertThat(twice).isEqualTo(2);
    assertThat(gws.subscriptions()).isZero();
  }

  @Test
  void aHandshakeWithoutASessionSucceedsAndIsEndedAtOnce() throws Exception {
    // When
    JsonNode handshake =
        bayeux(
            "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
                + "\"supportedConnectionTypes\":[\"long-polling\"]}]");
    String clientId = handshake.get(0).path("clientId").asText();
    JsonNode answers =
        bayeux(
            "[{\"channel\":\"/meta/subscribe\",\"clientId\":\""
                + clientId
                + "\",\"subscription\":\"/workspace/v3/workbins\"}]");
    // Then
    assertThat(handshake.get(0).path("successful").asBoolean()).isTrue();
    assertThat(answers.findValuesAsText("error")).containsExactly("403::subscribe_failed");
    JsonNode polled =
        bayeux(
            "[{\"channel\":\"/meta/connect\",\"connectionType\":\"long-polling\",\"clientId\":\""
                + clientId
                + "\"}]");
    assertThat(
            answers.findValuesAsText("channel").contains("/meta/disconnect")
                || polled.findValuesAsText("channel").contains("/meta/disconnect"))
        .as("handshake %s, subscribe %s, connect %s", handshake, answers, polled)
        .isTrue();
  }

  private JsonNode bayeux(String messages) throws Exception {
    HttpResponse<String> answer = post("/workspace/v3/notifications", browser, messages);
    if (browser == null) {
      browser = cookie(answer);
    }
    return json(answer);
  }

  private String session() throws Exception {
    return cookie(get(pathOf(signIn("\\agent", "secret", null)), null));
  }

  private HttpResponse<String> signIn(String user, String password, String cookie)
      throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "username=" + encode(user) + "&password=" + encode(password))),
        "/auth/v3/sign-in",
        cookie);
  }

  private HttpResponse<String> get(String path, String cookie) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path, cookie);
  }

  private HttpResponse<String> post(String path, String cookie, String body) throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        path,
        cookie);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path, String cookie)
      throws Exception {
    request.uri(URI.create(gws.url() + path));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String bin(String function) {
    return "/workspace/v3/workbins/" + BIN + "/" + function;
  }

  private static String pathOf(HttpResponse<String> redirect) {
    URI to = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    return to.getRawPath() + "?" + to.getRawQuery();
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
