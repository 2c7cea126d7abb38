package org.workbinroutes.sink;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** How often a notification went a way that somebody should know of. */
public final class NotificationCounts {
  private final LongAdder unrouted = new LongAdder();
  private final LongAdder unenriched = new LongAdder();

  /**
   * A notification that no sink takes.
   *
   * @return true if it was the first
   */
  boolean unrouted() {
    unrouted.increment();
    return unrouted.sum() == 1;
  }

  /** Notifications that were spooled without a look into the ledger. */
  void unenriched(int notifications) {
    unenriched.add(notifications);
  }

  /**
   * How many notifications no sink took.
   *
   * @return their number since the start
   */
  public long unroutedSoFar() {
    return unrouted.sum();
  }

  /**
   * How many notifications were spooled without a look into the ledger, as it did not answer.
   *
   * @return their number since the start
   */
  public long unenrichedSoFar() {
    return unenriched.sum();
  }

  public void showIn(MeterRegistry registry) {
    FunctionCounter.builder(
            "workbin.notifications.unrouted", this, NotificationCounts::unroutedSoFar)
        .description("Notifications that no sink's rule took, while there is no default sink")
        .register(registry);
    FunctionCounter.builder(
            "workbin.notifications.unenriched", this, NotificationCounts::unenrichedSoFar)
        .description("Notifications spooled without asking the ledger whose they are")
        .register(registry);
  }
}
