package org.workbinroutes.gws;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long requests to GWS take: {@code workbin.gws.calls}, by operation and status. A timer is
 * made when it is needed first, so that operations nobody uses show no histogram.
 */
final class CallMeters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(20)
  };

  private final MeterRegistry registry;
  private final Map<CallKind, Map<CallStatus, Timer>> timers = new EnumMap<>(CallKind.class);

  CallMeters(MeterRegistry registry) {
    this.registry = registry;
    for (CallKind kind : CallKind.values()) {
      timers.put(kind, new ConcurrentHashMap<>());
    }
  }

  void count(CallKind kind, CallStatus status, long beganNanos) {
    if (registry != null) {
      timers
          .get(kind)
          .computeIfAbsent(status, unused -> timer(kind, status))
          .record(Duration.ofNanos(System.nanoTime() - beganNanos));
    }
  }

  private Timer timer(CallKind kind, CallStatus status) {
    return Timer.builder("workbin.gws.calls")
        .description("Requests to GWS, from sending to the end of the answer")
        .tag("operation", kind.label())
        .tag("status", status.label())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
