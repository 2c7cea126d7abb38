package org.workbinroutes.simulator;

/**
 * What came of an operation.
 *
 * @param statusCode as in the answer
 * @param message {@code statusMessage}; null if statusCode is 0
 * @param referenceId as in the answer; -1 if it has none
 * @param effect whether anything changed
 * @param change the notification that follows; null if there is none
 */
record Result(int statusCode, String message, long referenceId, boolean effect, Change change) {
  static Result refused(int statusCode, String message) {
    return new Result(statusCode, message, -1, false, null);
  }

  static Result done(long referenceId, boolean effect, Change change) {
    return new Result(0, null, referenceId, effect, change);
  }
}
