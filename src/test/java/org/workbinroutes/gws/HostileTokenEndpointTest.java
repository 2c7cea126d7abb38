package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.outbound.ExchangeLimits;
import org.workbinroutes.outbound.HostilePeer;

/** An OAuth 2 service, or somebody in its place, that wants more than it should get. */
@org.junit.jupiter.api.Timeout(60)
class HostileTokenEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "3600, PT1H",
    "'\"3600\"', PT1H",
    "59.9, PT59S",
    "0, PT5M",
    "-1, PT5M",
    "-1e99, PT5M",
    "0.0000001, PT1S",
    "1e99, PT24H",
    "9223372036854775807, PT24H",
    "99999999999999999999999999999999, PT24H",
    "'\"NaN\"', PT5M",
    "'\"soon\"', PT5M",
    "null, PT5M",
    "'{}', PT5M",
    "true, PT5M"
  })
  void aTokenLivesForASecondAtLeastAndForADayAtMost(String expiresIn, Duration lifetime)
      throws Exception {
    // Given
    String json = "{\"access_token\":\"t\",\"expires_in\":" + expiresIn + "}";
    try (HostilePeer service = answering(json)) {
      // When
      BearerAuthenticator.Token token = token(service);
      // Then
      assertThat(token).isEqualTo(new BearerAuthenticator.Token("t", lifetime));
      BearerAuthenticator authenticator =
          new BearerAuthenticator(() -> token, n -> 1L, Clock.systemUTC());
      assertThat(authenticator.forRequest()).isEqualTo("Bearer t");
    }
  }

  static Stream<Arguments> trouble() {
    String head = "HTTP/1.1 200 OK\r\n\r\n";
    return Stream.of(
        Arguments.of(text("{\"access_token\":\"a\\r\\nX-Evil: 1\"}"), "no header can carry"),
        Arguments.of(text("{\"access_token\":\"a b\"}"), "no header can carry"),
        Arguments.of(text("{\"access_token\":\"\"}"), "no header can carry"),
        Arguments.of(
            text("{\"access_token\":\"" + "t".repeat(20_000) + "\"}"), "no header can carry"),
        Arguments.of(
            text("{\"access_token\":\"" + "t".repeat(1_000_000) + "\"}"), "larger than 65536"),
        Arguments.of(HostilePeer.flooding(head, "[],"), "larger than 65536"),
        Arguments.of(HostilePeer.dripping(head, " "), "the exchange took longer"),
        Arguments.of(HostilePeer.dripping("HTTP/1.1 200 OK\r\n", "a:b\r\n"), "took longer"),
        Arguments.of(HostilePeer.flooding("", "HTTP/1.1 103 X\r\n\r\n"), "informational"),
        Arguments.of(redirect(), "HTTP 302"));
  }

  private static HostilePeer.Answer redirect() {
    String head = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n";
    return out -> out.write(head.getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("trouble")
  void anAnswerThatIsNoTokenIsTroubleAndNothingMore(HostilePeer.Answer answer, String named)
      throws Exception {
    // Given
    try (HostilePeer service = new HostilePeer(answer)) {
      // When / Then
      assertThatThrownBy(() -> token(service))
          .isInstanceOf(GwsUnavailableException.class)
          .hasMessageContaining(named)
          .hasMessageContaining(service.url())
          .hasMessageNotContaining("ttt");
      assertThat(service.requests()).hasSize(1);
    }
  }

  @Test
  void wordsOfTheServiceReachTheLogInOneShortLine() throws Exception {
    // Given
    List<HostilePeer.Answer> answers =
        List.of(
            out ->
                out.write(
                    ("\u001b[2JNo\u0085HTTP " + "x".repeat(5_000) + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1)),
            text("{\"error\":\"\u001b[2J evil\"}"));
    for (HostilePeer.Answer answer : answers) {
      try (HostilePeer service = new HostilePeer(answer)) {
        // When / Then
        assertThatThrownBy(() -> token(service))
            .isInstanceOf(GwsUnavailableException.class)
            .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).matches("\\P{Cntrl}+"));
      }
    }
  }

  private static HostilePeer.Answer text(String json) {
    return out ->
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + json.length()
                    + "\r\n\r\n"
                    + json)
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  private static HostilePeer answering(String json) throws Exception {
    return new HostilePeer(text(json));
  }

  private static BearerAuthenticator.Token token(HostilePeer service) throws Exception {
    GwsConfiguration configuration = new GwsConfiguration();
    configuration.setOauthTokenUrl(service.url() + "/token");
    configuration.setOauthClientId("app");
    configuration.setOauthClientSecret("secret");
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.ofMilliseconds(200))
                    .setResponseTimeout(Timeout.ofMilliseconds(500))
                    .build());
    ExchangeLimits.applyTo(builder, Long.MAX_VALUE);
    try (CloseableHttpClient client = builder.build()) {
      return new TokenEndpoint(configuration, new GwsHttp(client, 1_000, new CallMeters(null)))
          .token();
    }
  }
}
