package org.workbinroutes.intake;

import org.workbinroutes.placement.Batch;

/** A batch without a single good record. */
final class RefusedBatchException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Batch.Tally tally;

  RefusedBatchException(Batch.Tally tally) {
    super("no good record", null, false, false);
    this.tally = tally;
  }

  Batch.Tally tally() {
    return tally;
  }
}
