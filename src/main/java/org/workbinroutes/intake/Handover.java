package org.workbinroutes.intake;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.Placements;

/** What every intake hands to the placement route, and what it gets back. */
final class Handover {
  /** The exchange property that says where a request came from, see {@link Placement#source()}. */
  static final String SOURCE = Placements.SOURCE;

  private static final String REQUEST = "workbinRequest";

  private Handover() {}

  /** Puts a request in the place of the message it came in: of that, nothing is left. */
  static void begin(Exchange exchange, PlacementRequest request, String source) {
    exchange.setProperty(SOURCE, source);
    exchange.setProperty(REQUEST, request);
    rebuild(exchange, request);
  }

  /** The request that was handed over, or null if it did not come so far. */
  static PlacementRequest request(Exchange exchange) {
    return exchange.getProperty(REQUEST, PlacementRequest.class);
  }

  /**
   * What became of it.
   *
   * @throws RefusedPlacementException if GWS refused it, or its id was used for another request
   * @throws FailedPlacementException if it could not be placed
   */
  static Placement end(Exchange exchange)
      throws RefusedPlacementException, FailedPlacementException {
    Placement placement = exchange.getMessage().getBody(Placement.class);
    if (placement == null) {
      throw new IllegalStateException("The placement route ended without a placement");
    }
    // the ledger answers a reused id with the row of its first use
    if (!placement.request().equals(request(exchange))) {
      throw RefusedPlacementException.conflict();
    }
    return switch (placement.state()) {
      case REJECTED -> throw RefusedPlacementException.rejected(placement);
      case FAILED -> throw new FailedPlacementException(placement);
      default -> placement;
    };
  }

  /** Replaces the message by a new one without headers. */
  static void rebuild(Exchange exchange, Object body) {
    DefaultMessage fresh = new DefaultMessage(exchange.getContext());
    fresh.setBody(body);
    exchange.setMessage(fresh);
  }
}
