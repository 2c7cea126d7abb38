package org.workbinroutes.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.Placements.Submission;
import org.workbinroutes.placement.Source;

/**
 * The way of many requests into the ledger. While the ledger cannot be written it waits, and with
 * it the broker keeps the messages: to hand them back would use up their deliveries, and in the end
 * make dead letters of good requests. A request that alone cannot be entered, while others can, is
 * refused, so that it keeps nobody waiting.
 */
final class JmsEntrance {
  private static final int ATTEMPTS_WHILE_OTHERS_SUCCEED = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(JmsEntrance.class);

  private final Placements placements;
  private final Source source;
  private final Clock clock;
  private final AtomicLong entered = new AtomicLong();

  JmsEntrance(Placements placements, String source, Clock clock) {
    this.placements = placements;
    this.source = new Source(source, Source.BackPressure.BLOCK);
    this.clock = clock;
  }

  /**
   * Enters requests and waits until the ledger has them all.
   *
   * @return what became of each, in the same order
   * @throws InterruptedException if interrupted; some may have been entered
   */
  List<Passage> enter(List<Visitor> visitors) throws InterruptedException {
    List<Passage> passages = new ArrayList<>(Collections.nCopies(visitors.size(), null));
    long before = entered.get();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      String failure = enterMissing(visitors, passages, attempt == 1);
      if (failure == null) {
        return passages;
      }
      if (attempt >= ATTEMPTS_WHILE_OTHERS_SUCCEED && entered.get() > before) {
        passages.replaceAll(passage -> passage == null ? Passage.closed() : passage);
        return passages;
      }
      LOG.warn(
          "Requests of {} wait for the ledger, which is asked again in {} ms: {}",
          source.name(),
          pause.toMillis(),
          failure);
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  /** Enters those that are not entered yet; why one could not be, or null if all could. */
  private String enterMissing(List<Visitor> visitors, List<Passage> passages, boolean isFirst)
      throws InterruptedException {
    List<CompletableFuture<Submission>> entering = new ArrayList<>(visitors.size());
    for (int i = 0; i < visitors.size(); i++) {
      Visitor visitor = visitors.get(i);
      // one that was tried may be in the ledger, expired or not
      if (isFirst && visitor.isExpired(clock)) {
        passages.set(i, Passage.expired());
      }
      entering.add(passages.get(i) == null ? take(visitor.request()) : null);
    }
    String failure = null;
    for (int i = 0; i < visitors.size(); i++) {
      if (entering.get(i) != null) {
        try {
          passages.set(i, Passage.of(entering.get(i).get()));
          entered.incrementAndGet();
        } catch (ExecutionException failed) {
          if (!(failed.getCause() instanceof Ledger.UnavailableException unavailable)) {
            throw new IllegalStateException(failed.getCause());
          }
          failure = unavailable.getMessage();
        }
      }
    }
    return failure;
  }

  private CompletableFuture<Submission> take(PlacementRequest request) throws InterruptedException {
    try {
      return placements.submit(request, source);
    } catch (Ledger.UnavailableException unavailable) {
      return CompletableFuture.failedFuture(unavailable);
    }
  }

  /**
   * A request that wants to get in.
   *
   * @param expiration when it is no longer wanted, in milliseconds since 1970; 0 for never
   */
  record Visitor(PlacementRequest request, long expiration) {
    private boolean isExpired(Clock clock) {
      return expiration != 0 && expiration <= clock.millis();
    }
  }

  /**
   * What became of a request.
   *
   * @param taken what the ledger knew of it; null if it is refused
   * @param refusal why it is refused; null if it is not
   */
  record Passage(Submission taken, Refusal refusal) {
    private static Passage of(Submission taken) {
      return taken.entry().kind() == Ledger.Entry.Kind.CONFLICT
          ? new Passage(null, RefusedPlacementException.conflict().refusal())
          : new Passage(taken, null);
    }

    private static Passage expired() {
      return new Passage(null, Refusal.expired());
    }

    private static Passage closed() {
      return new Passage(null, Refusal.unentered());
    }
  }
}
