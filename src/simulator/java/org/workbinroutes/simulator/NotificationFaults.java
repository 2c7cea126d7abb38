package org.workbinroutes.simulator;

import java.time.Duration;

/** What goes wrong between a workbin's change and the Bayeux sessions. */
final class NotificationFaults {
  final Allowance drop = new Allowance();
  final Allowance repeat = new Allowance();
  final Allowance delay = new Allowance();
  final Allowance reorder = new Allowance();
  final Allowance dropConfirmations = new Allowance();
  final Allowance failSubscriptions = new Allowance();
  private volatile Duration delayBy = Duration.ZERO;

  void delayBy(Duration duration) {
    delayBy = duration;
  }

  Duration delayBy() {
    return delayBy;
  }

  void clear() {
    drop.set(0);
    repeat.set(0);
    delay.set(0);
    reorder.set(0);
    dropConfirmations.set(0);
    failSubscriptions.set(0);
  }
}
