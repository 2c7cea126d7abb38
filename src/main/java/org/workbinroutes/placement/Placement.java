package org.workbinroutes.placement;

import java.time.Instant;

/**
 * A placement request and what became of it.
 *
 * @param request the request
 * @param source where it came from: {@code file:orders.ndjson#3}, {@code jms:workbin.placements},
 *     {@code http}, or for one of a batch {@code http:BATCH#POSITION}
 * @param state where it stands
 * @param referenceId GWS's number of the call; null until accepted
 * @param attempts AddInteraction calls sent so far
 * @param lastError the last refusal or failure, for people; null if there was none
 * @param receivedAt when it was taken in
 * @param updatedAt when its state last changed
 */
public record Placement(
    PlacementRequest request,
    String source,
    PlacementState state,
    Long referenceId,
    int attempts,
    String lastError,
    Instant receivedAt,
    Instant updatedAt) {
  /**
   * A placement that was just taken in.
   *
   * @param request the request
   * @param source where it came from
   * @param now the present
   * @return a placement in state RECEIVED
   */
  public static Placement received(PlacementRequest request, String source, Instant now) {
    return new Placement(request, source, PlacementState.RECEIVED, null, 0, null, now, now);
  }

  /**
   * The same placement with one AddInteraction call more.
   *
   * @return a placement in the same state
   */
  public Placement sentOnce() {
    return withAttempts(attempts + 1);
  }

  /**
   * The same placement without the call that was noted last.
   *
   * @return a placement in the same state
   */
  public Placement notSent() {
    return withAttempts(Math.max(0, attempts - 1));
  }

  private Placement withAttempts(int other) {
    return new Placement(
        request, source, state, referenceId, other, lastError, receivedAt, updatedAt);
  }
}
