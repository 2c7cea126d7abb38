package org.workbinroutes.gws;

import java.util.Optional;

/** What requests for workbins look like. */
interface WorkbinRequests {
  /**
   * Puts an interaction into a workbin.
   *
   * @throws GwsRejectedException if the API cannot do what the call asks for
   */
  GwsRequest add(AddCall call);

  /**
   * Takes an interaction out of a workbin.
   *
   * @throws GwsRejectedException if the API cannot do that
   */
  GwsRequest pull(AddCall call);

  /** Asks for a workbin's notifications. */
  GwsRequest subscribe(GroupWorkbin workbin);

  /** Ends a workbin's notifications. */
  GwsRequest unsubscribe(GroupWorkbin workbin);

  /** Reads what lies in a workbin. */
  GwsRequest content(GroupWorkbin workbin);

  /** Lists the workbins. */
  GwsRequest workbins();

  /**
   * Lists the workbins for a user to whom {@link #workbins()} is refused; empty if there is no way.
   */
  default Optional<GwsRequest> personalWorkbins() {
    return Optional.empty();
  }
}
