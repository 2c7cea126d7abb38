package org.workbinroutes.ledger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;

/**
 * Counts what the ledger writes: {@code workbin.placements} by intake and outcome, {@code
 * workbin.confirmation.time}, {@code workbin.ledger.batch.size} and {@code .time}. What a source
 * says beyond the kind of its intake is never a label.
 */
public final class LedgerMeters implements LedgerObserver {
  private static final Set<String> INTAKES = Set.of("file", "jms", "http");
  private static final String OTHER = "other";
  private static final Duration[] WRITE_BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };
  private static final Duration[] CONFIRMATION_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15)
  };

  private final MeterRegistry registry;
  private final Timer confirmationTime;
  private final DistributionSummary batchSize;
  private final Timer batchTime;
  private final Map<PlacementState, Map<String, Counter>> placements =
      new EnumMap<>(PlacementState.class);

  public LedgerMeters(MeterRegistry registry) {
    this.registry = registry;
    for (PlacementState state : PlacementState.values()) {
      placements.put(state, new ConcurrentHashMap<>());
    }
    confirmationTime =
        Timer.builder("workbin.confirmation.time")
            .description("From taking a request in to its interaction being seen in the workbin")
            .serviceLevelObjectives(CONFIRMATION_BUCKETS)
            .register(registry);
    batchSize =
        DistributionSummary.builder("workbin.ledger.batch.size")
            .description("Changes that the ledger wrote in one transaction")
            .serviceLevelObjectives(1, 2, 5, 10, 25, 50, 100, 256)
            .register(registry);
    batchTime =
        Timer.builder("workbin.ledger.batch.time")
            .description("How long the ledger's transactions take")
            .serviceLevelObjectives(WRITE_BUCKETS)
            .register(registry);
  }

  @Override
  public void moved(Placement before, Placement after) {
    placements
        .get(after.state())
        .computeIfAbsent(intake(after.source()), intake -> counter(intake, after.state()))
        .increment();
    if (after.state() == PlacementState.CONFIRMED) {
      Duration time = Duration.between(after.receivedAt(), after.updatedAt());
      // the time of day can be set back
      confirmationTime.record(time.isNegative() ? Duration.ZERO : time);
    }
  }

  @Override
  public void written(int changes, Duration took) {
    batchSize.record(changes);
    batchTime.record(took);
  }

  private Counter counter(String intake, PlacementState state) {
    return Counter.builder("workbin.placements")
        .description("Placements by the state they came to on this node")
        .tag("intake", intake)
        .tag("outcome", state.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static String intake(String source) {
    int end = source.indexOf(':');
    String kind = end < 0 ? source : source.substring(0, end);
    return INTAKES.contains(kind) ? kind : OTHER;
  }
}
