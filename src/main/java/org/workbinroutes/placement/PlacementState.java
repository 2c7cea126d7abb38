package org.workbinroutes.placement;

/** Where a placement stands. */
public enum PlacementState {
  /** Taken in and recorded; GWS has not answered yet. */
  RECEIVED,
  /** GWS passed the request on and gave it a reference id. */
  ACCEPTED,
  /** A notification, or the workbin's content, showed the interaction in its workbin. */
  CONFIRMED,
  /** GWS refused it; the same request would be refused again. */
  REJECTED,
  /** Retries are exhausted; it waits as a dead letter. */
  FAILED,
  /** Accepted, and not seen in its workbin in time; it is still being looked for. */
  UNCONFIRMED,
  /** Taken out of its workbin again, because somebody asked for it. */
  PULLED;

  /**
   * Whether nothing more will happen by itself.
   *
   * @return true for CONFIRMED, REJECTED, FAILED and PULLED
   */
  public boolean isSettled() {
    return this == CONFIRMED || this == REJECTED || this == FAILED || this == PULLED;
  }
}
