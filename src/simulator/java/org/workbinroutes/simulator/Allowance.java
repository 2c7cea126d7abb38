package org.workbinroutes.simulator;

import java.util.concurrent.atomic.AtomicInteger;

/** How often something is still to happen. */
final class Allowance {
  private final AtomicInteger left = new AtomicInteger();

  void set(int times) {
    left.set(times);
  }

  boolean isSpent() {
    return left.get() <= 0;
  }

  boolean take() {
    return left.get() > 0 && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}
