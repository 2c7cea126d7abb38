package org.workbinroutes.placement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.workbinroutes.gws.AddCall;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * A call that may be made only while this node's claim on its placement holds. Between the entry in
 * the ledger and the call lie waits: for a slot, for the breaker, for a process or a machine that
 * stood still. When they have taken too long another node may be placing the same request.
 */
final class ClaimedCall implements AddCall {
  private final PlacementRequest request;
  private final Duration holds;
  private final Clock steady;
  private final Clock timeOfDay;
  private final Instant begunSteady;
  private final Instant begun;
  private volatile boolean sent;

  /**
   * Makes a call whose claim begins now: before the ledger is told.
   *
   * @param steady does not jump, but may stand still with its machine
   * @param timeOfDay goes on while the machine stands still
   */
  ClaimedCall(PlacementRequest request, Duration holds, Clock steady, Clock timeOfDay) {
    this.request = request;
    this.holds = holds;
    this.steady = steady;
    this.timeOfDay = timeOfDay;
    this.begunSteady = steady.instant();
    this.begun = timeOfDay.instant();
  }

  @Override
  public GroupWorkbin workbin() {
    return request.workbin();
  }

  @Override
  public String interactionId() {
    return request.interactionId();
  }

  @Override
  public AddOperation operation() {
    return request.operation();
  }

  @Override
  public boolean saveLAR() {
    return request.saveLAR();
  }

  @Override
  public void aboutToBeSent() {
    if (isOver(steady, begunSteady) || isOver(timeOfDay, begun)) {
      throw new ClaimOverException(request.requestId());
    }
    sent = true;
  }

  /** Whether it may have gone out. */
  boolean wasSent() {
    return sent;
  }

  private boolean isOver(Clock clock, Instant since) {
    return Duration.between(since, clock.instant()).compareTo(holds) > 0;
  }

  /** The call was not sent: the claim has to be made anew, if it still can be. */
  static final class ClaimOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClaimOverException(String requestId) {
      super(
          "Request "
              + requestId
              + " waited so long for its call that another node may be placing it: not sent");
    }
  }
}
