package org.workbinroutes.sink.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.sink.SinkActivity;

/**
 * Down while a sink is held, or while its attempts fail. It decides on neither liveness nor
 * readiness: what waits is safe in the spool, and neither a restart nor another node helps a sink
 * that is down.
 */
final class SinkHealthCheck extends AbstractHealthCheck {
  /** Longer than the longest wait between two attempts, unless somebody sets it higher. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final String sink;
  private final RunningSinks sinks;
  private final SpoolStore store;
  private final SinkActivity activity;

  SinkHealthCheck(String sink, RunningSinks sinks, SpoolStore store, SinkActivity activity) {
    super("workbin", "sink-" + sink);
    this.sink = sink;
    this.sinks = sinks;
    this.store = store;
    this.activity = activity;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    OptionalLong depth = store.depth(sink);
    boolean held = sinks.find(sink).flatMap(RunningSink::held).isPresent();
    builder.detail("depth", depth.isPresent() ? String.valueOf(depth.getAsLong()) : "unknown");
    builder.detail("held", held);
    activity.lastDelivery().ifPresent(at -> builder.detail("lastDelivery", at.toString()));
    activity
        .lastFailure()
        .ifPresent(
            failure -> {
              builder.detail("lastFailure", failure.at().toString());
              builder.detail("lastFailureKind", failure.kind());
            });
    Optional<Outage> outage = activity.outage(RECENT);
    Optional<Instant> silent = activity.silentSince(RECENT);
    if (held) {
      builder.message("held at a notification that it cannot deliver").down();
    } else if (outage.isPresent()) {
      builder.detail("downSince", outage.get().since().toString());
      builder.message("its last attempt failed: " + outage.get().reason()).down();
    } else if (silent.isPresent()) {
      builder.detail("downSince", silent.get().toString());
      builder.message("it has not answered since " + silent.get()).down();
    } else {
      builder.up();
    }
  }
}
