package org.workbinroutes.placement;

import java.time.Instant;
import java.util.Optional;
import org.workbinroutes.outage.Outage;

/** Tells why requests wait to be placed, as far as this node knows. */
public final class WaitReasons {
  private final InFlight inFlight;
  private final GwsGate gate;

  public WaitReasons(InFlight inFlight, GwsGate gate) {
    this.inFlight = inFlight;
    this.gate = gate;
  }

  /**
   * Why a placement waits.
   *
   * @return empty if it does not wait, or waits for its turn only
   */
  public Optional<Waiting> of(Placement placement) {
    if (placement.state() != PlacementState.RECEIVED) {
      return Optional.empty();
    }
    Instant next = gate.nextTry().orElse(null);
    Optional<Waiting> own = inFlight.waiting(placement.request().requestId());
    if (own.isPresent()) {
      Waiting known = own.get();
      boolean later = next != null && next.isAfter(known.nextTry());
      return Optional.of(later ? new Waiting(known.reason(), known.since(), next) : known);
    }
    return gate.outage().current().map(outage -> waiting(placement, outage, next));
  }

  private static Waiting waiting(Placement placement, Outage outage, Instant next) {
    boolean later = placement.receivedAt().isAfter(outage.since());
    return new Waiting(
        "GWS is down: " + outage.reason(), later ? placement.receivedAt() : outage.since(), next);
  }

  /**
   * That a request waits for its next call.
   *
   * @param since since when it cannot be placed
   * @param nextTry when it is tried again; null if that is not known
   */
  public record Waiting(String reason, Instant since, Instant nextTry) {}
}
