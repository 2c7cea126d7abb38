package org.workbinroutes.gws;

import java.time.Duration;
import java.util.Map;

/** Answers and failures as GWS causes them, for tests without one. */
public final class GwsFailures {
  private GwsFailures() {}

  /** An HTTP status without a statusCode. */
  public static GwsException ofHttpStatus(int status) {
    GwsAnswer answer = new GwsAnswer(status, null, null, null, null, Map.of(), AnswerClass.RETRY);
    return new GwsUnavailableException("GWS could not: HTTP " + status, answer, null);
  }

  /** A statusCode that asks to come again, after a time that is named. */
  public static GwsException comeAgain(int statusCode, Duration after) {
    GwsAnswer answer =
        new GwsAnswer(503, statusCode, null, null, after, Map.of(), AnswerClass.RETRY);
    return new GwsUnavailableException("GWS could not: " + answer.summary(), answer, null);
  }

  /** A call that GWS refused for good. */
  public static GwsException refused(String message) {
    GwsAnswer answer = new GwsAnswer(200, 6, null, null, null, Map.of(), AnswerClass.REJECTED);
    return new GwsRejectedException(message, answer, null);
  }

  /** A call that GWS answered and could not take. */
  public static GwsException notTaken(String message) {
    GwsAnswer answer = new GwsAnswer(503, 4, null, null, null, Map.of(), AnswerClass.RETRY);
    return new GwsUnavailableException(message, answer, null);
  }

  /** The answer to a call that GWS passed on. */
  public static GwsAnswer accepted(long referenceId) {
    return new GwsAnswer(200, 0, null, referenceId, null, Map.of(), AnswerClass.ACCEPTED);
  }
}
