package org.workbinroutes.gws;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Reads answers of GWS: the body's statusCode first, the HTTP status where there is none. */
final class AnswerReader implements AnswerReading {
  private static final String CSRF_TEXT = "csrf token";

  private final JsonObjectReader json = new JsonObjectReader();
  private final RetryAfter waits;

  AnswerReader(Clock clock) {
    this.waits = new RetryAfter(clock);
  }

  @Override
  public GwsAnswer read(int httpStatus, String retryAfter, byte[] body) {
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
}
