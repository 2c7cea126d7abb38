package org.workbinroutes.sink;

import java.time.Instant;
import java.util.Objects;
import org.workbinroutes.gws.Notification;

/**
 * A notification as it waits for the sinks, with what was found out about it when it was spooled.
 *
 * @param id its name, the same in every attempt, every sink and every replay, and no other's
 * @param heardAt when it was heard; null if the text in the spool does not say
 * @param placement the placement of ours that it confirms; null if it is not ours, or if the ledger
 *     could not be asked
 * @param addressee the one sink it is for, whatever the rules say; null if the rules decide
 */
public record SpooledNotification(
    String id,
    Instant heardAt,
    Notification notification,
    ConfirmedPlacement placement,
    String addressee) {
  /** Checks what must be there. */
  public SpooledNotification {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(notification, "notification");
  }

  /**
   * Whether it confirms a placement of ours.
   *
   * @return true if it is known to
   */
  public boolean isOurs() {
    return placement != null;
  }

  /** The same for one sink alone. */
  public SpooledNotification addressedTo(String sink) {
    return new SpooledNotification(id, heardAt, notification, placement, sink);
  }
}
