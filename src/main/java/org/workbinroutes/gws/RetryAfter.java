package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** Reads the header Retry-After: seconds, or a time of day. */
final class RetryAfter {
  private final Clock clock;

  /**
   * Makes a reader.
   *
   * @param clock the time of day
   */
  RetryAfter(Clock clock) {
    this.clock = clock;
  }

  /**
   * How long GWS asks to wait.
   *
   * @param header the header's value; may be null
   * @return the wait, not negative; null if there is none, or none that can be read
   */
  Duration read(String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(header.trim())));
    } catch (NumberFormatException notSeconds) {
      try {
        Instant until =
            ZonedDateTime.parse(header.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Duration wait = Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeParseException unreadable) {
        return null;
      }
    }
  }
}
