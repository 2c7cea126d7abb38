package org.workbinroutes.intake;

import org.workbinroutes.placement.Placement;

/** A valid request that was not placed, and would not be if it came again. */
public final class RefusedPlacementException extends RefusedRequestException {
  /** Why. */
  public enum Reason {
    /** GWS refused it. */
    REJECTED,
    /** Its request id was used before, for another request. */
    CONFLICT
  }

  private RefusedPlacementException(Reason reason, String error) {
    super(new Refusal(reason.name(), error));
  }

  static RefusedPlacementException rejected(Placement placement) {
    return new RefusedPlacementException(
        Reason.REJECTED,
        placement.lastError() == null ? "GWS refused the request" : placement.lastError());
  }

  static RefusedPlacementException conflict() {
    return new RefusedPlacementException(
        Reason.CONFLICT,
        "requestId was used before for another request: give each request its own");
  }

  /**
   * Why it was refused.
   *
   * @return never null
   */
  public Reason reason() {
    return Reason.valueOf(refusal().code());
  }
}
