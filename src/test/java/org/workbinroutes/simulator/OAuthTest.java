package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class OAuthTest {
  private static final OAuthSettings OAUTH = OAuthSettings.client("routes", "client-secret");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String HANDSHAKE_PATH = "/api/v2/notifications/handshake";
  private static final String HANDSHAKE =
      "[{\"channel\":\"/meta/handshake\",\"version\":\"1.0\","
          + "\"supportedConnectionTypes\":[\"long-polling\"]}]";
  private static final String CLIENT = "client_id=routes&client_secret=client-secret&";

  @Test
  void grantsTokensToClientsAndUsers() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().oauth(OAUTH).start()) {
      // Given
      RestClient client = new RestClient(gws);
      String basic =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString("routes:client-secret".getBytes(StandardCharsets.UTF_8));

      // When
      HttpResponse<String> byForm = token(client, CLIENT + "grant_type=client_credentials");
      HttpResponse<String> byHeader =
          client.post(
              "/oauth/token",
              "grant_type=password&username=agent&password=secret",
              "Content-Type",
              FORM,
              "Authorization",
              basic);
      HttpResponse<String> me =
          client.get("/api/v2/me", "Authorization", "Bearer " + accessToken(byHeader));

      // Then
      assertThat(RestClient.json(byForm))
          .containsEntry("token_type", "bearer")
          .containsEntry("expires_in", 3600);
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.headers().firstValue("X-CSRF-TOKEN")).isPresent();
      assertThat(gws.counters().tokenGrants()).isEqualTo(2);
      assertThat(gws.counters().logins()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatIsWrong() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().oauth(OAUTH).start()) {
      // Given
      RestClient client = new RestClient(gws);

      // When
      HttpResponse<String> badClient =
          token(client, "client_id=routes&client_secret=x&grant_type=client_credentials");
      HttpResponse<String> badPassword =
          token(client, CLIENT + "grant_type=password&username=agent&password=x");
      HttpResponse<String> badGrant = token(client, CLIENT + "grant_type=implicit");
      HttpResponse<String> basic = client.login("agent", "secret");
      HttpResponse<String> madeUp = client.get("/api/v2/me", "Authorization", "Bearer abc");

      // Then
      assertThat(badClient.statusCode()).isEqualTo(401);
      assertThat(badClient.body()).contains("invalid_client");
      assertThat(badPassword.statusCode()).isEqualTo(400);
      assertThat(badPassword.body()).contains("invalid_grant");
      assertThat(badGrant.body()).contains("unsupported_grant_type");
      assertThat(basic.statusCode()).isEqualTo(401);
      assertThat(basic.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
      assertThat(madeUp.statusCode()).isEqualTo(401);
      assertThat(gws.counters().tokenGrants()).isZero();
    }
  }

  @Test
  void letsTokensExpire() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().oauth(OAUTH.withLifetime(Duration.ofMillis(300))).start()) {
      // Given
      RestClient client = new RestClient(gws);
      String token = accessToken(token(client, CLIENT + "grant_type=client_credentials"));
      assertThat(me(client, token).statusCode()).isEqualTo(200);

      // Then
      await().untilAsserted(() -> assertThat(me(client, token).statusCode()).isEqualTo(401));
      assertThat(client.get("/api/v2/me").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void revokesTokens() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().oauth(OAUTH.withBearerOnEveryRequest()).start()) {
      // Given
      RestClient client = new RestClient(gws);
      String token = accessToken(token(client, CLIENT + "grant_type=client_credentials"));

      // When
      int valid = me(client, token).statusCode();
      int withCookieOnly = client.get("/api/v2/me").statusCode();
      gws.faults().revokeTokens();
      int revoked = me(client, token).statusCode();

      // Then
      assertThat(valid).isEqualTo(200);
      assertThat(withCookieOnly).isEqualTo(401);
      assertThat(revoked).isEqualTo(401);
    }
  }

  @Test
  void demandsTheBearerOnBayeuxToo() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().oauth(OAUTH.withBearerOnEveryRequest()).start()) {
      // Given
      RestClient client = new RestClient(gws);
      String token = accessToken(token(client, CLIENT + "grant_type=client_credentials"));
      me(client, token);

      // When
      HttpResponse<String> without = client.post(HANDSHAKE_PATH, HANDSHAKE);
      HttpResponse<String> with =
          client.post(HANDSHAKE_PATH, HANDSHAKE, "Authorization", "Bearer " + token);

      // Then
      assertThat(without.statusCode()).isEqualTo(401);
      assertThat(with.body()).contains("\"successful\":true");
    }
  }

  @Test
  void canFailAtTheTokenEndpoint() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().oauth(OAUTH).start()) {
      // Given
      RestClient client = new RestClient(gws);
      gws.faults().onToken(Fault.httpStatus(503).header("Retry-After", "1"), 1);

      // When
      HttpResponse<String> first = token(client, CLIENT + "grant_type=client_credentials");
      HttpResponse<String> second = token(client, CLIENT + "grant_type=client_credentials");

      // Then
      assertThat(first.statusCode()).isEqualTo(503);
      assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(second.statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> me(RestClient client, String token) throws Exception {
    return client.get("/api/v2/me", "Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> token(RestClient client, String form) throws Exception {
    return client.post("/oauth/token", form, "Content-Type", FORM);
  }

  private static String accessToken(HttpResponse<String> answer) throws Exception {
    return String.valueOf(RestClient.json(answer).get("access_token"));
  }
}
