package org.workbinroutes.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/**
 * The meters of the file intakes, in the registry that Camel has; without one nothing is counted.
 * No name of a file is ever a tag: there is no end of those.
 */
final class FileMetrics {
  private static final String RECORDS = "workbin.file.records";
  private static final String FILES = "workbin.file.reading";
  private static final String BLOCKED = "workbin.file.blocked";
  private static final String FAILING = "workbin.file.folders.failing";
  private static final String OUTCOME = "outcome";

  private final Optional<Counters> counters;

  private FileMetrics(Optional<Counters> counters) {
    this.counters = counters;
  }

  /** The meters of a context; the same ones for every file. */
  static FileMetrics of(CamelContext context, FileProgressRegistry board) {
    MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
    return new FileMetrics(
        Optional.ofNullable(registry).map(found -> Counters.registered(found, board)));
  }

  static FileMetrics none() {
    return new FileMetrics(Optional.empty());
  }

  void placed() {
    counters.ifPresent(meters -> meters.placed().increment());
  }

  void refused() {
    counters.ifPresent(meters -> meters.refused().increment());
  }

  void failed() {
    counters.ifPresent(meters -> meters.failed().increment());
  }

  private record Counters(Counter placed, Counter refused, Counter failed) {
    static Counters registered(MeterRegistry registry, FileProgressRegistry board) {
      gauge(
          registry,
          FILES,
          board,
          FileProgressRegistry::inWork,
          "Dropped files that are being read");
      gauge(
          registry,
          BLOCKED,
          board,
          FileProgressRegistry::blocked,
          "Dropped files that stay in their folder because they fail");
      gauge(
          registry,
          FAILING,
          board,
          FileProgressRegistry::failing,
          "Drop folders that fail, or whose other folders do");
      return new Counters(
          counter(registry, "placed"), counter(registry, "refused"), counter(registry, "failed"));
    }

    private static void gauge(
        MeterRegistry registry,
        String name,
        FileProgressRegistry board,
        ToDoubleFunction<FileProgressRegistry> value,
        String description) {
      // a gauge that is there already is a warning in the log
      if (registry.find(name).gauge() == null) {
        Gauge.builder(name, board, value).description(description).register(registry);
      }
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
      return Counter.builder(RECORDS)
          .description("Records of dropped files, by what became of them")
          .tag(OUTCOME, outcome)
          .register(registry);
    }
  }
}
