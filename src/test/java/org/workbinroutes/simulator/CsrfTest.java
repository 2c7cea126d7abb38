package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class CsrfTest {
  private static final BinAddress AGENTS = SeedData.AGENT_GROUP_BIN;
  private static final String TEXT = "Missing or invalid Csrf token";

  @Test
  void isGivenOnAnyGetAndDemandedOnPost() throws Exception {
    try (SimulatorServer gws =
        SimulatorServer.builder().csrfHeaderName("X-Not-The-Usual").start()) {
      // Given
      RestClient client = new RestClient(gws);

      // When
      HttpResponse<String> me = client.login("agent", "secret");
      HttpResponse<String> workbins = client.get("/api/v2/me/workbins?fields=*");
      HttpResponse<String> right = client.add(AGENTS, "ixn-1");
      client.csrf("X-Not-The-Usual", "wrong");
      HttpResponse<String> wrong = client.add(AGENTS, "ixn-2");
      client.csrf(null, null);
      HttpResponse<String> missing = client.add(AGENTS, "ixn-3");

      // Then
      assertThat(me.headers().firstValue("X-CSRF-HEADER")).hasValue("X-Not-The-Usual");
      assertThat(workbins.headers().firstValue("X-CSRF-TOKEN"))
          .isEqualTo(me.headers().firstValue("X-CSRF-TOKEN"));
      assertThat(right.statusCode()).isEqualTo(200);
      assertThat(wrong.statusCode()).isEqualTo(403);
      assertThat(wrong.body()).isEqualTo(TEXT);
      assertThat(missing.statusCode()).isEqualTo(403);
      assertThat(missing.body()).isEqualTo(TEXT);
      assertThat(gws.contents(AGENTS)).containsExactly("ixn-1");
      assertThat(gws.counters().csrfFetches()).isEqualTo(1);
      assertThat(gws.counters().csrfRefusals()).isEqualTo(2);
    }
  }

  @Test
  void belongsToTheSession() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient other = new RestClient(gws);
      HttpResponse<String> othersMe = other.login("agent", "secret");
      RestClient client = RestClient.loggedIn(gws);

      // When
      client.takeCsrf(othersMe);
      HttpResponse<String> answer = client.add(AGENTS, "ixn-1");

      // Then
      assertThat(answer.statusCode()).isEqualTo(403);
    }
  }

  @Test
  void canBeOff() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().csrf(false).start()) {
      // Given
      RestClient client = new RestClient(gws);

      // When
      HttpResponse<String> me = client.login("agent", "secret");
      HttpResponse<String> answer = client.add(AGENTS, "ixn-1");

      // Then
      assertThat(me.headers().firstValue("X-CSRF-HEADER")).isEmpty();
      assertThat(me.headers().firstValue("X-CSRF-TOKEN")).isEmpty();
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(gws.counters().csrfFetches()).isZero();
    }
  }

  @Test
  void isNotDemandedByBayeux() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given
      RestClient client = RestClient.loggedIn(gws);

      // When
      try (CometClient comet = new CometClient(gws, client)) {
        boolean connected = comet.handshake();

        // Then
        assertThat(connected).isTrue();
      }
    }
  }
}
