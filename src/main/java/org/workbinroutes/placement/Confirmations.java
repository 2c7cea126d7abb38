package org.workbinroutes.placement;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;

/** Tells the ledger which placements a notification confirms. */
public final class Confirmations {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);

  private final Ledger ledger;

  public Confirmations(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Looks which notifications confirm placements of ours, and leaves them as they are. */
  public void confirm(List<Notification> notifications) {
    notifications.forEach(this::confirm);
  }

  private void confirm(Notification notification) {
    if (notification.isItemAdded()) {
      // Not waited for: notifications come faster than a disk can be told of each. What is lost on
      // the way is made up for by the look into its workbin.
      CompletableFuture<List<Placement>> unused =
          ledger
              .confirm(
                  notification.workbin(), notification.interactionId(), notification.referenceId())
              .whenComplete(
                  (placements, failure) -> {
                    if (failure != null) {
                      LOG.warn("A confirmation could not be entered in the ledger", failure);
                    }
                  });
    }
  }
}
