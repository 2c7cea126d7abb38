package org.workbinroutes.simulator;

import java.time.Instant;

/**
 * A request the simulator has dealt with. Bayeux messages are logged too, with the channel as
 * operation.
 *
 * @param call what was asked
 * @param time when the answer was decided
 * @param user who asked; null if the request was not authenticated
 * @param sessionId HTTP session; null if there was none
 * @param httpStatus status of the answer; 0 if none was given (reset or hang)
 * @param statusCode {@code statusCode} of the answer to an operation on a workbin; -1 for all
 *     others and if the answer had none
 * @param referenceId {@code referenceId} of the answer; -1 if the answer had none
 * @param effect whether the content of a workbin or a subscription changed
 */
public record LoggedRequest(
    RestCall call,
    Instant time,
    String user,
    String sessionId,
    int httpStatus,
    int statusCode,
    long referenceId,
    boolean effect) {

  /**
   * Shorthand.
   *
   * @return {@link RestCall#operation()}
   */
  public String operation() {
    return call.operation();
  }

  /**
   * Shorthand.
   *
   * @return {@link RestCall#interactionId()}
   */
  public String interactionId() {
    return call.interactionId();
  }
}
