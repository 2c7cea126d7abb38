package org.workbinroutes.placement;

import java.util.List;
import org.apache.camel.Exchange;
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

  /**
   * Makes the step.
   *
   * @param ledger where placements are kept
   * @param inFlight what this process is placing
   * @param gate while it is shut nothing is claimed: another node may be able to place it
   */
  public Recovery(Ledger ledger, InFlight inFlight, GwsGate gate) {
    this.gate = gate;
    this.ledger = ledger;
    this.inFlight = inFlight;
  }

  /**
   * Claims open placements for this node.
   *
   * @return those to be placed now, the oldest first; empty if there are none
   */
  public List<Placement> claim() {
    if (gate.isShut()) {
      return List.of();
    }
    List<Placement> open =
        ledger.claim(AT_ONCE).stream()
            .filter(placement -> !inFlight.contains(placement.request().requestId()))
            .toList();
    if (!open.isEmpty()) {
      LOG.info("{} requests are taken up again", open.size());
    }
    return open;
  }

  /**
   * Prepares the exchange for the placement loop.
   *
   * @param open a claimed placement
   * @param exchange the exchange
   */
  public void resume(Placement open, Exchange exchange) {
    inFlight.begin(open.request().requestId(), exchange);
    PlacementSteps.takeUp(open, exchange);
  }
}
