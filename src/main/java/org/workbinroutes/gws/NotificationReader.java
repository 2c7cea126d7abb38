package org.workbinroutes.gws;

import java.util.Map;

/** Reads what the notification server sends on the workbins' channel. */
interface NotificationReader {
  /**
   * Reads a message.
   *
   * @param data the message's data, which may be anything
   * @return the notification; null if the message answers a call and notifies of nothing
   */
  Notification read(Map<String, Object> data);

  /** The connection is gone: what was asked for over it is not answered any more. */
  default void disconnected() {}
}
