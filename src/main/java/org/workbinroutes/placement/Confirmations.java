package org.workbinroutes.placement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;

/** Tells the ledger which placements a notification confirms. */
public final class Confirmations {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

  private final Ledger ledger;

  /**
   * Makes the step.
   *
   * @param ledger where placements are kept
   */
  public Confirmations(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Looks whether a notification confirms placements of ours, and leaves it as it is.
   *
   * @param notification any notification
   * @return the same notification
   */
  public Notification confirm(Notification notification) {
    if (notification.isItemAdded()) {
      for (Placement placement :
          ledger.confirm(
              notification.workbin(), notification.interactionId(), notification.referenceId())) {
        LOG.debug("Request {} is confirmed", placement.request().requestId());
      }
    }
    return notification;
  }
}
