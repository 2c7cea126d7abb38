package org.workbinroutes.placement;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has placed what lies queued in the ledger, see {@link Ledger.Mode#QUEUE}: as much at a time as
 * keeps the placing threads busy, so that those who wait for an answer are not behind all of it.
 */
public final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final Ledger ledger;
  private final Placements placements;
  private final ExecutorService thread;
  private final Semaphore slots;
  private final AtomicBoolean woken = new AtomicBoolean();

  /**
   * Makes a backlog.
   *
   * @param thread one thread that feeds the placing threads; interrupted when the process stops
   * @param atOnce how many are handed over at a time, 1 to {@link LedgerView#MAX_LIMIT}
   */
  public Backlog(Ledger ledger, Placements placements, ExecutorService thread, int atOnce) {
    this.ledger = ledger;
    this.placements = placements;
    this.thread = thread;
    this.slots = new Semaphore(atOnce);
  }

  /** Says that requests were queued. Returns at once. */
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      try {
        thread.execute(this::feed);
      } catch (RejectedExecutionException stopped) {
        LOG.debug("Stopped: what is queued is taken up by the next start");
      }
    }
  }

  private void feed() {
    // what is queued from now on wakes it again
    woken.set(false);
    try {
      while (!placements.isClosed() && isFed()) {
        LOG.debug("More may be queued");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (Ledger.UnavailableException unavailable) {
      // the route recovery takes it up
      LOG.warn("Queued requests could not be claimed: {}", unavailable.getMessage());
    }
  }

  /** Claims as many as there are slots for; false if nothing was left. */
  private boolean isFed() throws InterruptedException {
    slots.acquire();
    int free = 1 + slots.drainPermits();
    List<Placement> claimed;
    try {
      claimed = ledger.claim(free);
    } catch (RuntimeException failure) {
      slots.release(free);
      throw failure;
    }
    slots.release(free - claimed.size());
    for (Placement placement : claimed) {
      Optional<CompletableFuture<Placement>> placed = placements.resume(placement);
      if (placed.isEmpty()) {
        slots.release();
      } else {
        CompletableFuture<Placement> unused =
            placed.get().whenComplete((done, failure) -> slots.release());
      }
    }
    return !claimed.isEmpty();
  }
}
