package org.workbinroutes.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.Placers;

/**
 * The way of many requests into the ledger. While the ledger cannot be written it waits, and with
 * it the broker keeps the messages: to hand them back would use up their deliveries, and in the end
 * make dead letters of good requests. A request that alone cannot be entered, while others can, is
 * handed back.
 */
final class JmsEntrance {
  private static final int ATTEMPTS_WHILE_OTHERS_SUCCEED = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(JmsEntrance.class);

  private final Placers placers;
  private final String source;
  private final Clock clock;
  private final AtomicLong entered = new AtomicLong();

  JmsEntrance(Placers placers, String source, Clock clock) {
    this.clock = clock;
    this.placers = placers;
    this.source = source;
  }

  /**
   * Enters requests and waits until the ledger has them all.
   *
   * @return what the ledger knew of each, in the same order; empty for one that expired first
   * @throws Ledger.UnavailableException if one of them cannot be entered although others can
   * @throws InterruptedException if interrupted; some may have been entered
   */
  List<Optional<Placers.Taken>> enter(List<Visitor> requests) throws InterruptedException {
    List<Optional<Placers.Taken>> taken =
        new ArrayList<>(Collections.nCopies(requests.size(), null));
    long before = entered.get();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      Ledger.UnavailableException failure = enterMissing(requests, taken, attempt == 1);
      if (failure == null) {
        return taken;
      }
      if (attempt >= ATTEMPTS_WHILE_OTHERS_SUCCEED && entered.get() > before) {
        throw failure;
      }
      LOG.warn(
          "Requests of {} wait for the ledger, which is asked again in {} ms: {}",
          source,
          pause.toMillis(),
          failure.getMessage());
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  /** Enters those that are not entered yet; the last failure, or null if there was none. */
  private Ledger.UnavailableException enterMissing(
      List<Visitor> requests, List<Optional<Placers.Taken>> taken, boolean isFirst)
      throws InterruptedException {
    Ledger.UnavailableException failure = null;
    List<CompletableFuture<Placers.Taken>> entering = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      Visitor visitor = requests.get(i);
      // one that was tried may be in the ledger, expired or not
      if (isFirst && visitor.isExpired(clock)) {
        taken.set(i, Optional.empty());
      }
      entering.add(taken.get(i) == null ? take(visitor.request()) : null);
    }
    for (int i = 0; i < requests.size(); i++) {
      if (entering.get(i) != null) {
        try {
          taken.set(i, Optional.of(entering.get(i).get()));
          entered.incrementAndGet();
        } catch (ExecutionException failed) {
          if (!(failed.getCause() instanceof Ledger.UnavailableException unavailable)) {
            throw new IllegalStateException(failed.getCause());
          }
          failure = unavailable;
        }
      }
    }
    return failure;
  }

  private CompletableFuture<Placers.Taken> take(PlacementRequest request)
      throws InterruptedException {
    try {
      return placers.take(request, source);
    } catch (Ledger.UnavailableException unavailable) {
      return CompletableFuture.failedFuture(unavailable);
    }
  }

  /**
   * A request that wants to get in.
   *
   * @param request the request
   * @param expiration when it is no longer wanted, in milliseconds since 1970; 0 for never
   */
  record Visitor(PlacementRequest request, long expiration) {
    private boolean isExpired(Clock clock) {
      return expiration != 0 && expiration <= clock.millis();
    }
  }
}
