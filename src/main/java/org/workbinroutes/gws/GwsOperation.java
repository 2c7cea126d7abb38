package org.workbinroutes.gws;

/** What a {@code gws:} endpoint does. The names are those of the endpoint URIs. */
public enum GwsOperation {
  /** Puts an interaction into a group workbin. */
  add,
  /** Takes an interaction out of a group workbin. */
  pull,
  /** Reads what lies in a group workbin. */
  content,
  /** Lists the workbins the user can see. */
  workbins,
  /** Subscribes to a group workbin's notifications. */
  subscribe,
  /** Ends the subscription to a group workbin's notifications. */
  unsubscribe,
  /** Consumes the notifications. */
  notifications
}
