package org.workbinroutes.ledger;

import java.time.Duration;
import org.workbinroutes.placement.Placement;

/**
 * Is told what the ledger of this node wrote, once it is safe; of changes by other nodes it does
 * not hear. Called by the ledger's own thread: must be quick, must not throw, and must not call the
 * ledger.
 */
public interface LedgerObserver {
  /** Looks away. */
  LedgerObserver NONE = new LedgerObserver() {};

  /**
   * A placement came to another state, each change once.
   *
   * @param before as it was; null if it is new
   */
  default void moved(Placement before, Placement after) {}

  /** A group of changes was written in one transaction. */
  default void written(int changes, Duration took) {}

  /** Tells another one too, after this one. */
  default LedgerObserver and(LedgerObserver next) {
    LedgerObserver first = this;
    return new LedgerObserver() {
      @Override
      public void moved(Placement before, Placement after) {
        first.moved(before, after);
        next.moved(before, after);
      }

      @Override
      public void written(int changes, Duration took) {
        first.written(changes, took);
        next.written(changes, took);
      }
    };
  }
}
