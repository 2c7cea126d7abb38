package org.workbinroutes.gws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages of GWS that could not be read: {@code workbin.notifications.unreadable}. The
 * log gets the kind of the first, and of one a minute.
 */
final class UnreadableNotifications {
  private static final Duration ONE_LINE_IN = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableNotifications.class);

  private final MeterRegistry registry;
  private final Clock clock;
  private final AtomicLong count = new AtomicLong();
  private Instant lastLine = Instant.MIN;

  /**
   * Makes the counters.
   *
   * @param registry where they are shown; null if nobody counts
   * @param clock the time
   */
  UnreadableNotifications(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    if (registry != null) {
      for (UnreadableKind kind : UnreadableKind.values()) {
        counter(kind);
      }
    }
  }

  /** How many there were since the start. */
  long count() {
    return count.get();
  }

  void add(UnreadableKind kind) {
    long all = count.incrementAndGet();
    if (registry != null) {
      counter(kind).increment();
    }
    if (isLineDue()) {
      LOG.warn(
          "A notification of GWS could not be read and is lost ({}); {} since the start. Workbins"
              + " with placements that wait for their notification are looked into",
          kind.words(),
          all);
    }
  }

  private synchronized boolean isLineDue() {
    Instant now = clock.instant();
    if (now.isBefore(lastLine.plus(ONE_LINE_IN))) {
      return false;
    }
    lastLine = now;
    return true;
  }

  private Counter counter(UnreadableKind kind) {
    return Counter.builder("workbin.notifications.unreadable")
        .description("Messages of GWS that could not be read, and are lost")
        .tag("kind", kind.label())
        .register(registry);
  }
}
