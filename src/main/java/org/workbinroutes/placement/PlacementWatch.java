package org.workbinroutes.placement;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for what becomes of placements, without a thread for each. What this process does to a
 * placement is told at once by {@link #accept}; what another node does is seen by a look into the
 * ledger every second.
 */
public final class PlacementWatch implements AutoCloseable {
  /** How many can be waited for at the same time. */
  public static final int MOST = 10_000;

  private static final long LOOK_EVERY_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(PlacementWatch.class);

  private final LedgerView ledger;
  private final ScheduledExecutorService timer;
  private final Executor tellers;
  private final Semaphore room = new Semaphore(MOST);
  private final Map<String, Set<Watch>> watches = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> looking;
  private volatile boolean closed;

  /**
   * Makes a watch.
   *
   * @param tellers run what comes after a wait
   */
  public PlacementWatch(LedgerView ledger, ScheduledExecutorService timer, Executor tellers) {
    this.ledger = ledger;
    this.timer = timer;
    this.tellers = tellers;
    this.looking =
        timer.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How far a placement is to come. */
  public enum Until {
    /** GWS passed it on, or it is over. */
    ACCEPTED,
    /** It was seen in its workbin, or it is over. */
    CONFIRMED;

    /**
     * Whether a placement has come so far.
     *
     * @return true if nothing is left to wait for
     */
    public boolean isReachedBy(Placement placement) {
      return this == ACCEPTED
          ? placement.state() != PlacementState.RECEIVED
          : placement.state().isSettled();
    }
  }

  /**
   * Waits for a placement.
   *
   * @return the placement when it has come so far, or as it stands when the time is up or too many
   *     are being waited for; fails as {@link LedgerView#find} does. What depends on it is run by
   *     the tellers, never by the ledger's own thread
   */
  public CompletableFuture<Placement> await(String requestId, Until until, Duration within) {
    Watch watch = new Watch(requestId, until, new CompletableFuture<>());
    if (!room.tryAcquire()) {
      tell(watch);
      return watch.told();
    }
    watches.compute(
        requestId,
        (id, others) -> {
          Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(watch);
          return all;
        });
    ScheduledFuture<?> end =
        timer.schedule(
            () -> tellers.execute(() -> tell(watch)), within.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Placement> told =
        watch
            .told()
            .whenComplete(
                (placement, failure) -> {
                  end.cancel(false);
                  forget(watch);
                });
    // it may have come so far before it was watched
    lookFor(requestId);
    if (closed) {
      // whoever is closing may have looked at the watches before this one was among them
      tell(watch);
    }
    return told;
  }

  /** Is told of a placement that moved on. */
  public void accept(Placement placement) {
    for (Watch watch : watches.getOrDefault(placement.request().requestId(), Set.of())) {
      if (watch.until().isReachedBy(placement)) {
        tellers.execute(() -> watch.told().complete(placement));
      }
    }
  }

  /**
   * How many are being waited for.
   *
   * @return their number, at most {@link #MOST}
   */
  public int size() {
    return MOST - room.availablePermits();
  }

  /** Ends all waits, those that come later too: each is told how its placement stands. */
  @Override
  public void close() {
    closed = true;
    looking.cancel(false);
    watches.values().forEach(group -> group.forEach(this::tell));
  }

  private void look() {
    for (String requestId : List.copyOf(watches.keySet())) {
      lookFor(requestId);
    }
  }

  private void lookFor(String requestId) {
    try {
      ledger.find(requestId).ifPresent(this::accept);
    } catch (RuntimeException unavailable) {
      // who waits is told when his time is up, by then perhaps of the same failure
      LOG.debug("The ledger could not be read", unavailable);
    }
  }

  /** Ends a wait, whatever has been reached. */
  private void tell(Watch watch) {
    try {
      watch.told().complete(ledger.find(watch.requestId()).orElseThrow());
    } catch (RuntimeException failure) {
      watch.told().completeExceptionally(failure);
    }
  }

  private void forget(Watch watch) {
    watches.computeIfPresent(
        watch.requestId(),
        (id, all) -> {
          all.remove(watch);
          return all.isEmpty() ? null : all;
        });
    room.release();
  }

  /** Compared by identity: two who wait for the same are two. */
  private static final class Watch {
    private final String requestId;
    private final Until until;
    private final CompletableFuture<Placement> told;

    Watch(String requestId, Until until, CompletableFuture<Placement> told) {
      this.requestId = requestId;
      this.until = until;
      this.told = told;
    }

    String requestId() {
      return requestId;
    }

    Until until() {
      return until;
    }

    CompletableFuture<Placement> told() {
      return told;
    }
  }
}
