package org.workbinroutes.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/** Calls to a ledger whose caller waits until they are safe, and sees why they are not. */
public final class InLedger {
  private InLedger() {}

  /** Enters a request that this node works on. */
  public static Ledger.Entry receive(Ledger ledger, PlacementRequest request, String source) {
    return join(ledger.receive(request, source, Ledger.Mode.CLAIM));
  }

  /** Confirms what waits for an interaction. */
  public static List<Placement> confirm(
      Ledger ledger, GroupWorkbin workbin, String interactionId, Long referenceId) {
    return join(ledger.confirm(workbin, interactionId, referenceId));
  }

  private static <R> R join(CompletableFuture<R> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
