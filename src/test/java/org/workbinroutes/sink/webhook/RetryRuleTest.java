package org.workbinroutes.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRuleTest {
  private final RetryRule rule =
      new RetryRule(
          false,
          Duration.ofMinutes(10),
          Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120                           | PT2M",
        " 7                            | PT7S",
        "Tue, 24 Nov 2026 12:00:30 GMT | PT30S",
        "99999                         | PT10M",
        "Wed, 24 Nov 2027 12:00:30 GMT | PT10M",
      })
  void reads_seconds_and_dates_and_waits_no_longer_than_is_allowed(String value, Duration wait) {
    assertThat(rule.retryAfter(Map.of("retry-after", value))).isEqualTo(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-5", "soon", "", "Tue, 24 Nov 2026 11:59:00 GMT", "9999999999999999999"})
  void what_is_no_time_to_come_is_left_to_the_route(String value) {
    assertThat(rule.retryAfter(Map.of("Retry-After", value))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 2000", "3, 8000", "6, 60000", "19, 60000"})
  void a_short_wait_grows_with_the_attempts(int attempts, long millis) {
    // Given
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getIn().setHeader(Exchange.REDELIVERY_COUNTER, attempts);
    // When
    Exception failure = rule.apply(exchange, answer(429, "1"));
    // Then
    assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(millis);
    assertThat(failure).isNotInstanceOf(RefusedNotificationException.class);
  }

  @Test
  void a_long_wait_is_kept_to() {
    // Given
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    // When
    Exception failure = rule.apply(exchange, answer(503, "300"));
    // Then
    assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY)).isEqualTo(300_000L);
    assertThat(failure).isNotInstanceOf(RefusedNotificationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, true",
    "401, true",
    "404, true",
    "410, true",
    "422, true",
    "408, false",
    "425, false",
    "429, false",
    "307, false",
    "500, false",
    "501, false",
    "503, false"
  })
  void only_what_is_refused_for_good_is_given_up(int status, boolean givenUp) {
    // Given
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    // When
    Exception failure = rule.apply(exchange, answer(status, null));
    // Then
    assertThat(failure instanceof RefusedNotificationException).isEqualTo(givenUp);
    assertThat(exchange.getIn().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
  }

  private static HttpOperationFailedException answer(int status, String retryAfter) {
    return new HttpOperationFailedException(
        "http://crm.example",
        status,
        null,
        null,
        retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter),
        null);
  }
}
