package org.workbinroutes.gws;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.EventLog;

/**
 * Counts the messages of GWS that could not be read: {@code workbin.notifications.unreadable}. The
 * log gets the kind of the first, and of one a minute.
 */
final class UnreadableNotifications {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableNotifications.class);

  private final MeterRegistry registry;
  private final AtomicLong count = new AtomicLong();
  private final EventLog log;

  UnreadableNotifications(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.log = new EventLog(LOG::warn, clock);
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
    log.happened(
        () ->
            "A notification of GWS could not be read and is lost ("
                + kind.words()
                + "); "
                + all
                + " since the start. Workbins with placements that wait for their notification are"
                + " looked into");
  }

  private Counter counter(UnreadableKind kind) {
    return Counter.builder("workbin.notifications.unreadable")
        .description("Messages of GWS that could not be read, and are lost")
        .tag("kind", kind.label())
        .register(registry);
  }
}
