package org.workbinroutes.simulator;

import java.util.concurrent.atomic.AtomicInteger;

/** A fault that waits for its requests. */
public final class ArmedFault {
  private final Fault fault;
  private final int times;
  private final AtomicInteger left;
  private final AtomicInteger used = new AtomicInteger();

  ArmedFault(Fault fault, int times) {
    this.fault = fault;
    this.times = times;
    this.left = new AtomicInteger(times);
  }

  Fault fault() {
    return fault;
  }

  boolean take(RestCall call) {
    if (left.get() <= 0 || !fault.matches(call)) {
      return false;
    }
    if (left.getAndUpdate(n -> n == Integer.MAX_VALUE ? n : Math.max(0, n - 1)) <= 0) {
      return false;
    }
    used.incrementAndGet();
    return true;
  }

  boolean isSpent() {
    return left.get() <= 0;
  }

  /**
   * How many requests met it so far.
   *
   * @return 0 or more
   */
  public int used() {
    return used.get();
  }

  /** Disarms it. */
  public void clear() {
    left.set(0);
  }

  @Override
  public String toString() {
    return fault.kind() + " used " + used + " of " + (times == Integer.MAX_VALUE ? "any" : times);
  }
}
