package org.workbinroutes.intake;

import org.workbinroutes.placement.Placement;

/** A valid request that could not be placed, and may be if it comes again. */
public final class FailedPlacementException extends Exception {
  FailedPlacementException(Placement placement) {
    super(
        placement.lastError() == null ? "the request could not be placed" : placement.lastError());
  }
}
