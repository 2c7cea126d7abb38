package org.workbinroutes.sink.spool;

import org.workbinroutes.gws.Notification;

/**
 * Which lane a notification is in. All of one group workbin are in the same, so that they keep
 * their order. There is a fixed number of lanes: brokers and sinks keep a note of each.
 */
public final class WorkbinLane {
  /** The JMS property that holds the lane: a broker then keeps a lane to one consumer at a time. */
  public static final String PROPERTY = "JMSXGroupID";

  /** The lane of what names no workbin. */
  public static final String NONE = "none";

  private static final int LANES = 1024;

  private WorkbinLane() {}

  /** The lane of a notification. */
  public static String of(Notification notification) {
    return notification.workbin() == null
        ? NONE
        : "w" + Math.floorMod(notification.workbin().toString().hashCode(), LANES);
  }
}
