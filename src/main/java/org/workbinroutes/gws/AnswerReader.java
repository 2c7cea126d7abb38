package org.workbinroutes.gws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads answers of GWS: the body's statusCode first, the HTTP status where there is none. */
final class AnswerReader {
  private static final String CSRF_TEXT = "csrf token";
  private static final Pattern HEADERS_TOO_LARGE =
      Pattern.compile("header[^<]{0,40}too large", Pattern.CASE_INSENSITIVE);

  private final JsonObjectReader json = new JsonObjectReader();
  private final RetryAfter waits;

  AnswerReader(Clock clock) {
    this.waits = new RetryAfter(clock);
  }

  /** Reads an answer, whose body may be anything. */
  GwsAnswer read(int httpStatus, String retryAfter, byte[] body) {
    Map<String, Object> fields = json.fields(body);
    Integer statusCode = new WireValue(fields.get("statusCode")).number();
    return new GwsAnswer(
        httpStatus,
        statusCode,
        new WireValue(fields.get("statusMessage")).shortText(),
        new WireValue(fields.get("referenceId")).longNumber(),
        waits.read(retryAfter),
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
    if (statusCode != null) {
      return ofStatusCode(statusCode, httpStatus);
    }
    return httpStatus == 400 && saysThatHeadersAreTooLarge(body)
        ? AnswerClass.FORBIDDEN
        : ofHttpAlone(httpStatus);
  }

  /** Some servers say it with 400: nginx, Tomcat and Jetty before they knew 431. */
  private static boolean saysThatHeadersAreTooLarge(byte[] body) {
    return HEADERS_TOO_LARGE.matcher(new String(body, StandardCharsets.UTF_8)).find();
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

  /** GWS gives every answer of its own a statusCode. */
  private static AnswerClass ofHttpAlone(int httpStatus) {
    return switch (httpStatus) {
      // A redirect leads to a login page if it leads anywhere: ask whether the session is alive.
      case 301, 302, 303, 307, 308, 403, 431 -> AnswerClass.FORBIDDEN;
      case 408, 425, 429 -> AnswerClass.RETRY;
      // What is wrong with them is wrong with this request, whoever says so.
      case 400, 411, 414, 415, 422 -> AnswerClass.REJECTED;
      default -> {
        if (httpStatus >= 500) {
          yield AnswerClass.RETRY;
        }
        // A success without a statusCode (cut, empty, a proxy's page) tells nothing of the effect.
        yield httpStatus >= 300 ? AnswerClass.FOREIGN : AnswerClass.UNKNOWN;
      }
    };
  }
}
