package org.workbinroutes.gws;

/** Where the notification connection stands. */
public enum LinkState {
  /** Nobody asked for notifications. */
  OFF,
  /** Logging in to GWS. */
  AUTHENTICATING,
  /** Shaking hands with the notification server. */
  CONNECTING,
  /** Subscribing the channel and the workbins. */
  SUBSCRIBING,
  /** Notifications arrive. */
  LIVE,
  /** The connection is lost; the next attempt waits for its time. */
  LOST
}
