package org.workbinroutes.gws;

/** How far the subscription to a group workbin's notifications has come. */
public enum SubscriptionStage {
  /** Nobody has asked GWS on the present connection. */
  NONE,
  /** GWS was asked. */
  ASKED,
  /** GWS told by a notification that it is subscribed. */
  ACKNOWLEDGED,
  /** GWS refused it. */
  REFUSED
}
