package org.workbinroutes.ops.wiring;

import java.time.Duration;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.placement.Placement;

/** Looks away until it is told for whom to look: the ledger is opened before Camel has meters. */
final class LateObserver implements LedgerObserver {
  private volatile LedgerObserver observer = NONE;

  void become(LedgerObserver known) {
    observer = known;
  }

  @Override
  public void moved(Placement before, Placement after) {
    observer.moved(before, after);
  }

  @Override
  public void written(int changes, Duration took) {
    observer.written(changes, took);
  }
}
