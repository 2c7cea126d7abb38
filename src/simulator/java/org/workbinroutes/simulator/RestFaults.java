package org.workbinroutes.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The armed faults of one place in the way of a request; the first that matches is taken. */
final class RestFaults {
  private final List<ArmedFault> armed = new CopyOnWriteArrayList<>();

  ArmedFault arm(Fault fault, int times) {
    ArmedFault added = new ArmedFault(fault, times);
    armed.add(added);
    return added;
  }

  /**
   * The fault a request meets.
   *
   * @return the fault, or null if all is well
   */
  Fault take(RestCall call) {
    if (armed.isEmpty()) {
      return null;
    }
    armed.removeIf(ArmedFault::isSpent);
    for (ArmedFault candidate : armed) {
      if (candidate.take(call)) {
        return candidate.fault();
      }
    }
    return null;
  }

  void clear() {
    armed.forEach(ArmedFault::clear);
    armed.clear();
  }
}
