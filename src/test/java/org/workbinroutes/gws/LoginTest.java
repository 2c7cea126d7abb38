package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.OAuthSettings;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

@Execution(ExecutionMode.CONCURRENT)
class LoginTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin(SeedData.AGENT_GROUP_BIN.workbinId(), GroupKind.AGENT_GROUP, "MyAgentGroup");

  @ParameterizedTest(name = "CSRF protection {0}")
  @ValueSource(booleans = {true, false})
  void worksWithAndWithoutCsrfProtection(boolean csrf) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().csrf(csrf).start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      // When
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(gws.counters().csrfRefusals()).isZero();
      assertThat(gws.counters().logins()).isEqualTo(1);
    }
  }

  @Test
  void theCsrfHeaderMayHaveAnyName() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().csrfHeaderName("X-Other-Csrf").start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      rig.awaitItemAdded("I1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-CSRF-TOKEN, true",
    "x-other_1, true",
    "Host, false",
    "Cookie, false",
    "Authorization, false",
    "Connection, false",
    "X-, false",
    "'X-A: b', false"
  })
  void theCsrfHeaderIsNoneThatMeansSomethingToHttp(String name, boolean taken) {
    assertThat(CsrfToken.of(name, "value") != null).isEqualTo(taken);
    assertThat(CsrfToken.of("X-CSRF-TOKEN", "a\r\nHost: b")).isNull();
    assertThat(CsrfToken.of("X-CSRF-TOKEN", "a".repeat(5_000))).isNull();
  }

  @Test
  void aGwsThatWantsAnotherHeaderIsNotServedAndSaysSo() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().csrfHeaderName("Cookie").start();
        GwsRig rig = new GwsRig(gws, c -> c.setSubscriptionTimeout(0)).awaitLive()) {
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining("begins with X-");
    }
  }

  @Test
  void headersThatAreTooLargeEndTheSessionAndRefuseNothing() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws).awaitLive()) {
      gws.faults().onAdd(Fault.httpStatus(431), 1);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      assertThat(gws.adds("I1").effects()).isEqualTo(1);
      assertThat(gws.counters().logins()).isEqualTo(2);
    }
  }

  @Test
  void startsAndEndsAContactCenterSessionWhereOneIsNeeded() throws Exception {
    // Given
    try (SimulatorServer gws =
        SimulatorServer.builder().requireContactCenterSession(true).start()) {
      try (GwsRig rig =
          new GwsRig(
                  gws,
                  c -> {
                    c.setContactCenterSession(true);
                    c.setPlace("P1");
                  })
              .awaitLive()) {
        // When
        rig.client().add(GwsRig.chat(WORKBIN, "I1"));
        // Then
        rig.awaitItemAdded("I1");
      }
      assertThat(gws.requests().stream().map(r -> r.operation()))
          .containsSubsequence("StartContactCenterSession", "AddChat", "EndContactCenterSession");
    }
  }

  @Test
  void aRefusedUserIsToldFromAGwsThatIsAway() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start();
        GwsRig rig = new GwsRig(gws, c -> c.setPassword("wrong"))) {
      // When / Then: also while no new login is tried
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(rig.client()::signIn)
            .isInstanceOfSatisfying(GwsException.class, e -> assertThat(e.refusesUser()).isTrue());
      }
      gws.user("agent", "wrong");
      await().atMost(GwsRig.PATIENCE).ignoreExceptions().until(() -> signedIn(rig));
      gws.stop();
      assertThatThrownBy(() -> rig.client().content(WORKBIN))
          .isInstanceOfSatisfying(GwsException.class, e -> assertThat(e.refusesUser()).isFalse());
    }
  }

  private static boolean signedIn(GwsRig rig) {
    rig.client().signIn();
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"client_credentials", "password"})
  void oauthTokensAreFetchedAndRenewedBeforeTheyExpire(String grant) throws Exception {
    // Given
    OAuthSettings oauth =
        OAuthSettings.client("app", "app secret/&+")
            .withLifetime(Duration.ofSeconds(3))
            .withBearerOnEveryRequest();
    try (SimulatorServer gws =
            SimulatorServer.builder().oauth(oauth).longPollTimeout(Duration.ofMillis(500)).start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setAuth(GwsConfiguration.Auth.oauth2);
                      c.setOauthGrant(GwsConfiguration.OauthGrant.valueOf(grant));
                      c.setOauthTokenUrl(gws.url() + "/oauth/token");
                      c.setOauthClientId("app");
                      c.setOauthClientSecret("app secret/&+");
                    })
                .awaitLive()) {
      // When
      await().atMost(GwsRig.PATIENCE).until(() -> gws.counters().tokenGrants() >= 3);
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(rig.status().connections()).as("renewed without a new session").isEqualTo(1);
    }
  }

  @Test
  void aRevokedTokenIsReplaced() throws Exception {
    // Given
    OAuthSettings oauth = OAuthSettings.client("app", "s").withBearerOnEveryRequest();
    try (SimulatorServer gws = SimulatorServer.builder().oauth(oauth).start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setAuth(GwsConfiguration.Auth.oauth2);
                      c.setOauthTokenUrl(gws.url() + "/oauth/token");
                      c.setOauthClientId("app");
                      c.setOauthClientSecret("s");
                    })
                .awaitLive()) {
      // When
      gws.faults().revokeTokens();
      rig.client().add(GwsRig.chat(WORKBIN, "I1"));
      // Then
      rig.awaitItemAdded("I1");
      assertThat(gws.counters().tokenGrants()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 401})
  void healthNamesTheTokenEndpointAndWhy(int status) throws Exception {
    // Given
    OAuthSettings oauth = OAuthSettings.client("app", "s").withBearerOnEveryRequest();
    try (SimulatorServer gws = SimulatorServer.builder().oauth(oauth).start();
        GwsRig rig =
            new GwsRig(
                    gws,
                    c -> {
                      c.setAuth(GwsConfiguration.Auth.oauth2);
                      c.setOauthTokenUrl(gws.url().replace("http", "HTTP") + "/oauth/token");
                      c.setOauthClientId("app");
                      c.setOauthClientSecret("s");
                      c.setSubscriptionTimeout(100);
                    })
                .awaitLive()) {
      // When
      gws.faults().onToken(Fault.httpStatus(status), Integer.MAX_VALUE);
      gws.faults().revokeTokens();
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsUnavailableException.class);
      // Then
      assertThat(rig.sessionTrouble()).contains(gws.url() + "/oauth/token", "HTTP " + status);
      // When
      gws.faults().clear();
      await().atMost(Duration.ofSeconds(60)).until(() -> rig.sessionTrouble() == null);
      rig.awaitLive();
      rig.client().add(GwsRig.chat(WORKBIN, "I2"));
      rig.awaitItemAdded("I2");
    }
  }

  @Test
  void missingOptionsAreNamed() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      assertThatThrownBy(() -> new GwsRig(gws, c -> c.setPassword(null)).close())
          .hasStackTraceContaining("camel.component.gws.password");
      assertThatThrownBy(
              () -> new GwsRig(gws, c -> c.setAuth(GwsConfiguration.Auth.oauth2)).close())
          .hasStackTraceContaining("oauthTokenUrl");
      assertThatThrownBy(() -> new GwsRig(gws, c -> c.setUrl("ftp://x")).close())
          .hasStackTraceContaining("http://");
    }
  }

  @Test
  void aServerThatIsDownDoesNotKeepTheContextFromStarting() throws Exception {
    // Given
    SimulatorServer gws = SimulatorServer.builder().start();
    gws.stop();
    // When
    try (GwsRig rig = new GwsRig(gws, c -> c.setSubscriptionTimeout(500))) {
      // Then
      await().atMost(GwsRig.PATIENCE).until(() -> rig.status().trouble() != null);
      assertThatThrownBy(() -> rig.client().add(GwsRig.chat(WORKBIN, "I1")))
          .isInstanceOf(GwsUnavailableException.class);
      // When
      gws.restart();
      // Then
      rig.awaitLive();
      rig.client().add(GwsRig.chat(WORKBIN, "I2"));
      rig.awaitItemAdded("I2");
    } finally {
      gws.close();
    }
  }
}
