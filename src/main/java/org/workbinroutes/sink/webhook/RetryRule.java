package org.workbinroutes.sink.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What becomes of a notification that a receiver did not take: whether it is sent again, and when.
 *
 * @param retryRefused whether what a receiver refuses for good is sent again all the same
 */
record RetryRule(boolean retryRefused, Duration maxRetryAfter, Clock clock) {
  private static final String RETRY_AFTER = "Retry-After";
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  /** Request Timeout, Too Early, Too Many Requests: the same request can do better later. */
  private static final Set<Integer> TRANSIENT_REFUSALS = Set.of(408, 425, 429);

  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final int MOST_DOUBLINGS = 6;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /**
   * Tells the route's error handler what to do.
   *
   * @param exchange the exchange that failed; gets the wait until the next attempt
   */
  HttpOperationFailedException apply(Exchange exchange, HttpOperationFailedException answer) {
    if (!retryRefused && isRefusal(answer.getStatusCode())) {
      return new RefusedNotificationException(answer);
    }
    Duration asked = retryAfter(answer.getResponseHeaders());
    if (asked != null) {
      // it stands in for the route's own pause, so it has to grow as that one does: a receiver that
      // asks for a second again and again would have used up the attempts in no time
      Integer attempts = exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
      exchange
          .getIn()
          .setHeader(
              Exchange.REDELIVERY_DELAY,
              Math.max(asked.toMillis(), pause(attempts == null ? 0 : attempts)));
    }
    return answer;
  }

  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && !TRANSIENT_REFUSALS.contains(status);
  }

  private static long pause(int attempts) {
    long grown = FIRST_PAUSE_MILLIS << Math.min(Math.max(attempts, 0), MOST_DOUBLINGS);
    return Math.min(grown, LONGEST_PAUSE_MILLIS);
  }

  /** How long the receiver wants to be left alone; null if it does not say. */
  Duration retryAfter(Map<String, String> headers) {
    String value = null;
    for (Map.Entry<String, String> header :
        headers == null ? Map.<String, String>of().entrySet() : headers.entrySet()) {
      if (RETRY_AFTER.equalsIgnoreCase(header.getKey())) {
        value = header.getValue();
      }
    }
    Duration asked = value == null ? null : read(value.strip());
    if (asked == null || asked.isNegative() || asked.isZero()) {
      return null;
    }
    return asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked;
  }

  private Duration read(String value) {
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return Duration.between(clock.instant(), until);
    } catch (DateTimeParseException neitherSecondsNorDate) {
      return null;
    }
  }
}
