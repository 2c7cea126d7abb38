package org.workbinroutes.placement;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what nobody works on: requests whose node was killed before they were placed, and
 * requests that somebody wants to be placed again.
 */
public final class Recovery {
  private static final int AT_ONCE = 200;
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Ledger ledger;
  private final InFlight inFlight;
  private final GwsGate gate;
  private final Placements placements;

  /**
   * Makes the step.
   *
   * @param gate while its circuit is open nothing is claimed: another node may be able to place it
   * @param placements place what was claimed, so that one request that waits holds up no other
   */
  public Recovery(Ledger ledger, InFlight inFlight, GwsGate gate, Placements placements) {
    this.placements = placements;
    this.gate = gate;
    this.ledger = ledger;
    this.inFlight = inFlight;
  }

  /** Claims open placements for this node and has them placed. Blocks while too many wait. */
  public int takeUp() throws InterruptedException {
    if (gate.isOpen() || placements.isClosed()) {
      return 0;
    }
    List<Placement> open =
        ledger.claim(AT_ONCE).stream()
            .filter(placement -> !inFlight.contains(placement.request().requestId()))
            .toList();
    if (!open.isEmpty()) {
      LOG.info("{} requests are taken up again", open.size());
    }
    for (Placement placement : open) {
      placements.resume(placement);
    }
    return open.size();
  }
}
