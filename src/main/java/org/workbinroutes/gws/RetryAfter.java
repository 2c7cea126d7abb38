package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads the header Retry-After: seconds, or a time of day. A longer wait than an hour is cut. */
final class RetryAfter {
  /** After it GWS is asked again: nothing may wait for ever because of one answer. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final Clock clock;

  RetryAfter(Clock clock) {
    this.clock = clock;
  }

  /** The wait, not negative, at most {@link #LONGEST}; null if there is none that can be read. */
  Duration read(String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    Duration wait = wait(header.trim());
    if (wait == null || wait.compareTo(LONGEST) < 0) {
      return wait == null || !wait.isNegative() ? wait : Duration.ZERO;
    }
    return LONGEST;
  }

  private Duration wait(String value) {
    try {
      return Duration.ofSeconds(Long.parseLong(value));
    } catch (NumberFormatException notSeconds) {
      if (DIGITS.matcher(value).matches()) {
        return LONGEST;
      }
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), until);
    } catch (DateTimeParseException unreadable) {
      return null;
    }
  }
}
