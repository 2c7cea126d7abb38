package org.workbinroutes.gws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;

/** Reads answers of GWS: the body's statusCode first, the HTTP status where there is none. */
final class AnswerReader {
  private static final String CSRF_TEXT = "csrf token";
  private static final int LONGEST_STATUS_MESSAGE = 200;

  private final JsonObjectReader json = new JsonObjectReader();
  private final Clock clock;

  AnswerReader(Clock clock) {
    this.clock = clock;
  }

  GwsAnswer read(int httpStatus, String retryAfter, byte[] body) {
    Map<String, Object> fields = json.fields(body);
    Integer statusCode = number(fields.get("statusCode"));
    Long referenceId = longNumber(fields.get("referenceId"));
    return new GwsAnswer(
        httpStatus,
        statusCode,
        shortText(fields.get("statusMessage")),
        referenceId,
        duration(retryAfter),
        fields,
        meaning(httpStatus, statusCode, body));
  }

  private static AnswerClass meaning(int httpStatus, Integer statusCode, byte[] body) {
    if (httpStatus == 401) {
      return AnswerClass.LOGIN;
    }
    if (httpStatus == 403
        && new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT).contains(CSRF_TEXT)) {
      return AnswerClass.CSRF;
    }
    return statusCode != null ? ofStatusCode(statusCode, httpStatus) : ofHttpAlone(httpStatus);
  }

  private static AnswerClass ofStatusCode(int statusCode, int httpStatus) {
    return switch (statusCode) {
      case 0 -> httpStatus < 400 ? AnswerClass.ACCEPTED : ofHttpAlone(httpStatus);
      case 2, 18, 19 -> AnswerClass.CONTENT_DECIDES;
      case 4, 9 -> AnswerClass.RETRY;
      case 8 -> AnswerClass.PASSWORD;
      case 20 -> AnswerClass.LOGIN;
      default -> AnswerClass.REJECTED;
    };
  }

  private static AnswerClass ofHttpAlone(int httpStatus) {
    return switch (httpStatus) {
      // A redirect leads to a login page if it leads anywhere: ask whether the session is alive.
      case 301, 302, 303, 307, 308, 403 -> AnswerClass.FORBIDDEN;
      case 408, 425, 429 -> AnswerClass.RETRY;
      default -> {
        if (httpStatus >= 500) {
          yield AnswerClass.RETRY;
        }
        // A success without a statusCode (cut, empty, a proxy's page) tells nothing of the effect.
        yield httpStatus >= 300 ? AnswerClass.REJECTED : AnswerClass.UNKNOWN;
      }
    };
  }

  private Duration duration(String retryAfter) {
    if (retryAfter == null || retryAfter.isBlank()) {
      return null;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.trim())));
    } catch (NumberFormatException notSeconds) {
      try {
        Instant until =
            ZonedDateTime.parse(retryAfter.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        Duration wait = Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeParseException unreadable) {
        return null;
      }
    }
  }

  private static Integer number(Object value) {
    Long number = longNumber(value);
    return number == null || number.intValue() != number
        ? null
        : Integer.valueOf(number.intValue());
  }

  private static Long longNumber(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return value instanceof String text ? Long.valueOf(text.trim()) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static String shortText(Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    String oneLine = text.replaceAll("\\p{Cntrl}", " ");
    return oneLine.length() <= LONGEST_STATUS_MESSAGE
        ? oneLine
        : oneLine.substring(0, LONGEST_STATUS_MESSAGE) + "...";
  }
}
