package org.workbinroutes.gws;

import java.time.Clock;
import java.util.Map;

/**
 * Reads answers of the Workspace API v3. An accepting answer says that the request was taken, and
 * nothing of what became of it: the same comes for a workbin that does not exist, and without a
 * session.
 */
final class V3AnswerReader implements AnswerReading {
  private static final int UNAUTHORIZED = 603;

  private final JsonObjectReader json = new JsonObjectReader();
  private final RetryAfter waits;

  V3AnswerReader(Clock clock) {
    this.waits = new RetryAfter(clock);
  }

  @Override
  public GwsAnswer read(int httpStatus, String retryAfter, byte[] body) {
    Map<String, Object> fields = json.fields(body);
    Map<?, ?> status = fields.get("status") instanceof Map<?, ?> map ? map : Map.of();
    Integer code = new WireValue(status.get("code")).number();
    return new GwsAnswer(
        httpStatus,
        code,
        new WireValue(status.get("message")).shortText(),
        null,
        waits.read(retryAfter),
        fields,
        meaning(httpStatus, code));
  }

  private static AnswerClass meaning(int httpStatus, Integer code) {
    if (httpStatus == 401 || (code != null && code == UNAUTHORIZED)) {
      return AnswerClass.LOGIN;
    }
    return switch (httpStatus) {
      // A redirect leads to a login page if it leads anywhere: ask whether the session is alive.
      case 301, 302, 303, 307, 308, 403 -> AnswerClass.FORBIDDEN;
      case 408, 425, 429 -> AnswerClass.RETRY;
      // There is no such function.
      case 501 -> AnswerClass.REJECTED;
      default -> {
        if (httpStatus >= 500) {
          yield AnswerClass.RETRY;
        }
        if (httpStatus >= 300) {
          yield AnswerClass.REJECTED;
        }
        // Other codes are not known, and neither is what they say of the effect.
        yield code != null && (code == 0 || code == 1) ? AnswerClass.ACCEPTED : AnswerClass.UNKNOWN;
      }
    };
  }
}
