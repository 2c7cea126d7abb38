package org.workbinroutes.placement;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many placements of the ledger, of all nodes, are not settled: {@code
 * workbin.placements.pending}, and {@code workbin.placements.open} by state. The ledger is asked
 * once for all of them, and not again for a while if it did not answer: a scrape must not wait for
 * it time after time.
 */
public final class PlacementGauges {
  private static final List<PlacementState> OPEN =
      List.of(PlacementState.RECEIVED, PlacementState.ACCEPTED, PlacementState.UNCONFIRMED);
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LEFT_ALONE_NANOS = Duration.ofSeconds(15).toNanos();

  private final LedgerView ledger;
  private final LongSupplier nanoTime;
  private Map<PlacementState, Long> counts;
  private long askedAgainAt;

  public PlacementGauges(LedgerView ledger, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.nanoTime = nanoTime;
    this.askedAgainAt = nanoTime.getAsLong();
  }

  public void showIn(MeterRegistry registry) {
    Gauge.builder("workbin.placements.pending", this, PlacementGauges::pending)
        .description("Placements that are not settled: received, accepted or unconfirmed")
        .strongReference(true)
        .register(registry);
    Gauge.builder("workbin.ledger.up", ledger, book -> book.health().isUp() ? 1 : 0)
        .description("1 while the ledger can be read and written, as the health part says; else 0")
        .strongReference(true)
        .register(registry);
    for (PlacementState state : OPEN) {
      Gauge.builder("workbin.placements.open", this, gauges -> gauges.number(state))
          .description("Placements that are not settled, by state")
          .strongReference(true)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private double pending() {
    return OPEN.stream().mapToDouble(this::number).sum();
  }

  private synchronized double number(PlacementState state) {
    if (nanoTime.getAsLong() - askedAgainAt >= 0) {
      ask();
    }
    return counts == null ? Double.NaN : counts.getOrDefault(state, 0L);
  }

  private void ask() {
    try {
      counts = ledger.counts();
      askedAgainAt = nanoTime.getAsLong() + FRESH_NANOS;
    } catch (Ledger.UnavailableException away) {
      counts = null;
      askedAgainAt = nanoTime.getAsLong() + LEFT_ALONE_NANOS;
    }
  }
}
