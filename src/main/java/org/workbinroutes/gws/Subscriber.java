package org.workbinroutes.gws;

/** Asks GWS for a workbin's notifications. */
@FunctionalInterface
interface Subscriber {
  /**
   * Asks for them. That they come is told by a notification.
   *
   * @throws GwsException if GWS did not answer
   */
  GwsAnswer subscribe(GroupWorkbin workbin);
}
