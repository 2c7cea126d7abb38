package org.workbinroutes.gws;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of the notification connection: {@code workbin.cometd.*}. Shown while somebody listens;
 * of several users or servers in one context the first is shown.
 */
final class LinkMeters {
  private static final double MILLIS = 1_000;

  private final MeterRegistry registry;
  private final List<Meter> shown = new ArrayList<>();

  LinkMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void show(NotificationLink link) {
    if (registry == null || registry.find("workbin.cometd.connected").gauge() != null) {
      return;
    }
    shown.add(
        Gauge.builder("workbin.cometd.connected", link, one -> one.isHearing() ? 1 : 0)
            .description("1 while GWS answers polls and the channel is subscribed")
            .register(registry));
    shown.add(
        Gauge.builder(
                "workbin.cometd.last.message.age",
                link,
                one -> seconds(one.status().sinceLastNotification()))
            .description("Time since the last message; NaN if there was none")
            .baseUnit("seconds")
            .register(registry));
    shown.add(
        Gauge.builder(
                "workbin.cometd.last.poll.age", link, one -> seconds(one.status().sinceLastPoll()))
            .description("Time since GWS last answered a poll; NaN if it never did")
            .baseUnit("seconds")
            .register(registry));
    shown.add(
        FunctionCounter.builder(
                "workbin.cometd.reconnects",
                link,
                one -> Math.max(0, one.status().connections() - 1))
            .description("Notification connections made after the first one")
            .register(registry));
  }

  void remove() {
    // nothing is shown where nobody counts
    shown.forEach(meter -> registry.remove(meter));
    shown.clear();
  }

  private static double seconds(Duration span) {
    return span == null ? Double.NaN : span.toMillis() / MILLIS;
  }
}
