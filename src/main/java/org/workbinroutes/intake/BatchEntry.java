package org.workbinroutes.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.Source;

/**
 * One batch on its way into the ledger: many requests are under way at once, so that they share a
 * write, and all are safe when it is closed.
 */
final class BatchEntry {
  /** Requests on their way at once. */
  private static final int WINDOW = 1_024;

  /** Refusals that are named; the others are counted. */
  private static final int MOST_NAMED = 100;

  private final Placements placements;
  private final Ledger ledger;
  private final PlacementRequestParser parser;
  private final HttpBatch batch;
  private final Semaphore window = new Semaphore(WINDOW);
  private final AtomicLong entered = new AtomicLong();
  private final AtomicLong known = new AtomicLong();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final List<Batch.Refusal> refusals = new ArrayList<>();
  private long refused;
  private long total;
  private boolean open;

  BatchEntry(Placements placements, Ledger ledger, PlacementRequestParser parser, HttpBatch batch) {
    this.placements = placements;
    this.ledger = ledger;
    this.parser = parser;
    this.batch = batch;
  }

  void record(FileRecord record) throws IOException, InterruptedException {
    long position = record.position();
    long line = record.line();
    if (failure.get() != null) {
      throw unavailable();
    }
    total++;
    PlacementRequest request;
    try {
      request = record.parse(parser, () -> batch.batchId() + "~" + position);
    } catch (InvalidRequestException invalid) {
      refuse(position, line, invalid);
      return;
    }
    if (!open) {
      ledger.openBatch(batch.batchId(), batch.digest());
      open = true;
    }
    window.acquire();
    CompletableFuture<Placements.Submission> unused =
        placements
            .submit(
                request,
                new Source(Batch.source(batch.batchId(), position), Source.BackPressure.QUEUE))
            .whenComplete((submission, failed) -> count(position, line, submission, failed));
  }

  /**
   * Waits until all is safe.
   *
   * @throws RefusedBatchException if there is nothing good in it
   */
  Batch close() throws InterruptedException, RefusedBatchException {
    window.acquire(WINDOW);
    if (failure.get() != null) {
      throw unavailable();
    }
    if (entered.get() + known.get() == 0 && !open) {
      throw new RefusedBatchException(tally());
    }
    return ledger.closeBatch(batch.batchId(), tally());
  }

  private void count(long position, long line, Placements.Submission submission, Throwable failed) {
    if (failed != null) {
      failure.compareAndSet(null, failed);
    } else if (submission.entry().kind() == Ledger.Entry.Kind.CONFLICT) {
      refuse(
          new Batch.Refusal(
              position,
              line,
              "CONFLICT",
              List.of(
                  new Batch.Refusal.Fault(
                      "/requestId", RefusedPlacementException.conflict().getMessage()))));
    } else if (submission
        .entry()
        .placement()
        .source()
        .equals(Batch.source(batch.batchId(), position))) {
      // new, or entered by an earlier try of this batch
      entered.incrementAndGet();
    } else {
      known.incrementAndGet();
    }
    window.release();
  }

  private void refuse(long position, long line, InvalidRequestException invalid) {
    refuse(
        new Batch.Refusal(
            position,
            line,
            invalid.reason().name(),
            invalid.errors().stream()
                .map(error -> new Batch.Refusal.Fault(error.pointer(), error.message()))
                .toList()));
  }

  private synchronized void refuse(Batch.Refusal refusal) {
    refused++;
    if (refusals.size() < MOST_NAMED) {
      refusals.add(refusal);
    }
  }

  private synchronized Batch.Tally tally() {
    refusals.sort(Comparator.comparingLong(Batch.Refusal::position));
    return new Batch.Tally(total, entered.get(), known.get(), refused, refusals);
  }

  private Ledger.UnavailableException unavailable() {
    return new Ledger.UnavailableException("The batch could not be entered", failure.get());
  }
}
