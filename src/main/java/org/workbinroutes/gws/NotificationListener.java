package org.workbinroutes.gws;

/** Hears of notifications and of gaps between them. Called in order, by one thread at a time. */
interface NotificationListener {
  /** A notification arrived. While this runs, no further one is fetched. */
  void onNotification(Notification notification);

  /** The connection is live again after it was lost: notifications in between were missed. */
  default void onGapClosed() {}
}
