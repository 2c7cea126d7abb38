package org.workbinroutes.sink.spool;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The gauges of one sink: {@code workbin.spool.depth} and {@code workbin.sink.held}, tagged with
 * its name. There are as many as there are sinks in the configuration.
 */
final class SpoolGauges {
  private final MeterRegistry meters;
  private final List<Meter> gauges = new ArrayList<>();

  SpoolGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  void show(RunningSink sink, Supplier<OptionalLong> depth) {
    gauges.add(
        Gauge.builder("workbin.spool.depth", () -> number(depth.get()))
            .description("Notifications that wait for a sink")
            .tag("sink", sink.name())
            .register(meters));
    gauges.add(
        Gauge.builder("workbin.sink.held", () -> sink.held().isPresent() ? 1 : 0)
            .description("1 while a sink is held at a notification that it cannot deliver")
            .tag("sink", sink.name())
            .register(meters));
  }

  void remove() {
    gauges.forEach(meters::remove);
    gauges.clear();
  }

  private static double number(OptionalLong depth) {
    return depth.isPresent() ? depth.getAsLong() : Double.NaN;
  }
}
