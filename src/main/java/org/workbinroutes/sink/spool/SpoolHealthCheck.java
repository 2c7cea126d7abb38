package org.workbinroutes.sink.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down while a sink is held, or has more waiting than the high-water mark. The details name each
 * sink and what waits for it.
 */
public final class SpoolHealthCheck extends AbstractHealthCheck {
  private final RunningSinks sinks;
  private final SpoolStore store;
  private final long highWater;

  /**
   * A check.
   *
   * @param highWater how many notifications may wait for a sink before the alarm
   */
  public SpoolHealthCheck(RunningSinks sinks, SpoolStore store, long highWater) {
    super("workbin", "spool");
    this.sinks = sinks;
    this.store = store;
    this.highWater = highWater;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    // what waits is safe, and another node has the same sinks
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> alarms = new ArrayList<>();
    for (RunningSink sink : sinks.all()) {
      OptionalLong depth = store.depth(sink.name());
      builder.detail(
          sink.name() + ".depth",
          depth.isPresent() ? String.valueOf(depth.getAsLong()) : "unknown");
      if (depth.isPresent() && depth.getAsLong() > highWater) {
        alarms.add(
            "sink "
                + sink.name()
                + " has "
                + depth.getAsLong()
                + " notifications waiting, more than workbin.spool.high-water");
      }
      sink.held()
          .ifPresent(
              reason -> {
                builder.detail(sink.name() + ".held", true);
                alarms.add("sink " + sink.name() + " is held");
              });
    }
    if (alarms.isEmpty()) {
      builder.up();
    } else {
      builder.message(String.join("; ", alarms)).down();
    }
  }
}
