package org.workbinroutes.ops.console;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.sink.spool.SinkDesk;
import org.workbinroutes.sink.spool.SinkStatus;

/**
 * Reads how everything stands. A part that cannot be read is missing from the answer, so that the
 * page shows the others while, of all times, something is down.
 */
public final class FlowReader {
  private static final Logger LOG = LoggerFactory.getLogger(FlowReader.class);
  private static final long KEPT_NANOS = Duration.ofMillis(200).toNanos();
  private static final String PLACEMENTS = "workbin.placements";
  private static final String DELIVERIES = "workbin.sink.deliveries";

  private final LedgerView ledger;
  private final MeterRegistry meters;
  private final HealthReader health;
  private final Clock clock;
  private final Remembered<List<SinkStatus>> sinks;
  private final Remembered<Flow> flow;

  /**
   * A reader.
   *
   * @param meters count what comes and goes; null if nothing is counted
   */
  public FlowReader(
      LedgerView ledger, SinkDesk sinks, MeterRegistry meters, HealthReader health, Clock clock) {
    this.ledger = ledger;
    this.meters = meters;
    this.health = health;
    this.clock = clock;
    // a foreign broker tells no numbers: they are found out by reading, which can take long
    this.sinks = new Remembered<>(sinks::statuses, KEPT_NANOS, System::nanoTime);
    this.flow = new Remembered<>(this::now, KEPT_NANOS, System::nanoTime);
  }

  /**
   * How everything stands.
   *
   * @return read now, or a moment ago if many ask
   * @throws Exception never but for a fault of this code
   */
  public Flow read() throws Exception {
    return flow.get();
  }

  private Flow now() {
    return new Flow(clock.millis(), placements(), intakes(), sinks(), health());
  }

  private Map<PlacementState, Long> placements() {
    try {
      return ledger.counts();
    } catch (Ledger.UnavailableException down) {
      LOG.debug("The console does not know the placements", down);
      return null;
    }
  }

  private List<Flow.Intake> intakes() {
    List<Flow.Intake> intakes = new ArrayList<>();
    counts(PLACEMENTS, "intake")
        .forEach((name, outcomes) -> intakes.add(new Flow.Intake(name, outcomes)));
    return intakes;
  }

  private List<Flow.Sink> sinks() {
    Map<String, Map<String, Long>> deliveries = counts(DELIVERIES, "sink");
    try {
      return sinks.get().stream()
          .map(
              sink ->
                  new Flow.Sink(
                      sink.name(),
                      number(sink.waiting()),
                      number(sink.deadLetters()),
                      sink.held().isPresent(),
                      deliveries.getOrDefault(sink.name(), Map.of())))
          .toList();
    } catch (Exception down) {
      LOG.debug("The console does not know the sinks", down);
      return null;
    }
  }

  private List<Flow.Part> health() {
    try {
      return health.findings().stream()
          .map(finding -> new Flow.Part(finding.id(), finding.state()))
          .toList();
    } catch (Exception failed) {
      LOG.debug("The console does not know the health", failed);
      return List.of();
    }
  }

  /** The counters of a name, summed up by a tag and their outcome. */
  private Map<String, Map<String, Long>> counts(String meter, String tag) {
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    if (meters == null) {
      return counts;
    }
    for (Meter counter : meters.find(meter).meters()) {
      String name = counter.getId().getTag(tag);
      String outcome = counter.getId().getTag("outcome");
      if (name != null && outcome != null) {
        counts
            .computeIfAbsent(name, key -> new TreeMap<>())
            .merge(outcome, count(counter), Long::sum);
      }
    }
    return counts;
  }

  /** What a counter of any kind has counted. */
  private static long count(Meter counter) {
    for (Measurement measurement : counter.measure()) {
      if (measurement.getStatistic() == Statistic.COUNT) {
        return (long) measurement.getValue();
      }
    }
    return 0;
  }

  private static Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
