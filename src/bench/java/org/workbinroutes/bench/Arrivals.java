package org.workbinroutes.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Times how long a burst takes from its first message to the arrival of its last.
 *
 * @param arrived how many have come since the burst began
 */
record Arrivals(LongSupplier arrived) {
  /** Sends a burst. */
  @FunctionalInterface
  interface Burst {
    /** Sends it. */
    void send() throws Exception;
  }

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /**
   * Times one.
   *
   * @param number how many are to come
   * @param burst sends them
   * @throws IllegalStateException if they have not come after two minutes
   */
  Sample timed(int number, Burst burst) throws Exception {
    long cpu = Callers.cpuNanos();
    long begin = System.nanoTime();
    burst.send();
    while (arrived.getAsLong() < number) {
      if (System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IllegalStateException("only " + arrived.getAsLong() + " of " + number + " came");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return new Sample(number, System.nanoTime() - begin, Callers.cpuNanos() - cpu, 0, 0);
  }
}
