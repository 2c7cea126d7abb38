package org.workbinroutes.gws;

import java.time.Duration;
import java.util.Map;

/** Failures as GWS causes them, for tests without one. */
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
}
