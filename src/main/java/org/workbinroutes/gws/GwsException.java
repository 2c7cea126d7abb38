package org.workbinroutes.gws;

import java.time.Duration;

/**
 * A call to GWS that did not end as accepted. The subclass says what to do about it; the message is
 * fit for people and logs.
 */
public abstract class GwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient GwsAnswer answer;

  GwsException(String message, GwsAnswer answer, Throwable cause) {
    super(message, cause);
    this.answer = answer;
  }

  /**
   * What GWS answered.
   *
   * @return the answer, or null if none came
   */
  public GwsAnswer answer() {
    return answer;
  }

  /**
   * Whether GWS takes nothing until somebody has changed the user's password (statusCode 8).
   *
   * @return true if no call can succeed before
   */
  public boolean demandsNewPassword() {
    return answer != null && answer.meaning() == AnswerClass.PASSWORD;
  }

  /**
   * Whether GWS does not let the user in, or takes nothing from it, until somebody has mended that:
   * a wrong password, a locked user, a change of password that is demanded. It tells nothing of the
   * call itself, which was not done.
   *
   * @return true if no call of this user can succeed before
   */
  public boolean refusesUser() {
    return demandsNewPassword();
  }

  /**
   * Whether GWS answered this very call: it gave a statusCode that tells neither of the user nor of
   * the way to GWS.
   *
   * @return false if the call was not answered, or by somebody else than GWS
   */
  public boolean isAnswerToCall() {
    return answer != null
        && answer.statusCode() != null
        && answer.statusCode() != 0
        && !refusesUser();
  }

  /**
   * Why, in a few words: for a line that names GWS already.
   *
   * @return for example {@code connection refused} or {@code HTTP 503}
   */
  public String reason() {
    return answer == null ? getMessage() : answer.summary();
  }

  /**
   * How long GWS asks to wait before the next call.
   *
   * @return the wait, or null if it does not say
   */
  public Duration retryAfter() {
    return answer == null ? null : answer.retryAfter();
  }
}
