package org.workbinroutes.placement;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Source.BackPressure;

/**
 * The one way in: every intake has its requests entered in the ledger and placed here. A source is
 * told when a request is safe in the ledger, and again when it is placed. What a stop or a crash
 * leaves undone is in the ledger, and is taken up by the route {@code recovery}.
 */
public final class Placements {
  /** Exchange property of {@code direct:placement}: see {@link Placement#source()}. */
  public static final String SOURCE = "workbinSource";

  /** Exchange property: whether the request id was used before for another content. */
  public static final String CONFLICT = "workbinConflict";

  /** The route that places what the ledger has. */
  static final String PLACE = "direct:place";

  private static final Logger LOG = LoggerFactory.getLogger(Placements.class);

  private final Ledger ledger;
  private final InFlight inFlight;
  private final ProducerTemplate template;
  private final ExecutorService threads;
  private final Semaphore room;
  private final int roomAfterThreads;
  private final PlacementSteps steps;
  private volatile boolean closed;

  /**
   * Makes the way in.
   *
   * @param threads place what has no thread of its own
   * @param backlog how many requests can wait for these threads and be placed by them
   * @param steps the steps of the route {@code place}
   */
  public Placements(
      Ledger ledger,
      InFlight inFlight,
      ProducerTemplate template,
      ExecutorService threads,
      int width,
      int backlog,
      PlacementSteps steps) {
    this.ledger = ledger;
    this.inFlight = inFlight;
    this.template = template;
    this.threads = threads;
    this.room = new Semaphore(backlog);
    this.roomAfterThreads = backlog - width;
    this.steps = steps;
  }

  /**
   * Enters a request in the ledger and has it placed. A request that is known is not placed again;
   * its placement is the result.
   *
   * @return completes when the request is safe in the ledger, and fails as {@link Ledger#receive}
   *     does. A step that depends on it must not call the ledger unless it runs on an executor of
   *     its own
   * @throws BacklogFullException if the source is to {@link BackPressure#REFUSE}; nothing was
   *     entered then
   * @throws InterruptedException if interrupted while waiting
   */
  public CompletableFuture<Submission> submit(PlacementRequest request, Source source)
      throws InterruptedException {
    switch (source.backPressure()) {
      case CALLER -> {
        return enter(request, source, Runnable::run, () -> {});
      }
      case BLOCK -> room.acquire();
      case REFUSE -> {
        if (!room.tryAcquire()) {
          throw new BacklogFullException();
        }
      }
      case QUEUE -> {
        return ledger
            .receive(request, source.name(), Ledger.Mode.QUEUE)
            .thenApply(Placements::untouched);
      }
    }
    return enter(request, source, threads, room::release);
  }

  /**
   * The route {@code direct:placement}: submits the message's request and waits for it, on the
   * caller's thread.
   *
   * @param source where it came from; null means a route
   * @param exchange learns whether it is a {@link #CONFLICT}
   * @throws Exception if it could not be entered, or not be placed for an internal failure
   */
  public Placement place(
      PlacementRequest request, @ExchangeProperty(SOURCE) String source, Exchange exchange)
      throws Exception {
    try {
      Submission submission =
          submit(request, new Source(source == null ? "route" : source, BackPressure.CALLER))
              .join();
      exchange.setProperty(CONFLICT, submission.entry().kind() == Ledger.Entry.Kind.CONFLICT);
      return submission.placed().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /**
   * Has a placement placed that this node has claimed in the ledger. Blocks while the backlog is
   * full.
   *
   * @return as {@link Submission#placed()}; empty if this process is placing it already
   * @throws InterruptedException if interrupted while waiting
   */
  public Optional<CompletableFuture<Placement>> resume(Placement claimed)
      throws InterruptedException {
    if (inFlight.contains(claimed.request().requestId())) {
      return Optional.empty();
    }
    room.acquire();
    return Optional.of(placed(claimed, Optional.empty(), threads, room::release));
  }

  /** Takes nothing up any more: what waits stays in the ledger. */
  public void close() {
    closed = true;
  }

  /** Whether nothing is taken up any more. */
  public boolean isClosed() {
    return closed;
  }

  /** How many more the backlog takes without a wait. */
  public int room() {
    return room.availablePermits();
  }

  private CompletableFuture<Submission> enter(
      PlacementRequest request, Source source, Executor placing, Runnable release)
      throws InterruptedException {
    CompletableFuture<Ledger.Entry> entered;
    Optional<ClaimedCall> call;
    try {
      call = isPlacedAtOnce(source) ? steps.firstCall(request) : Optional.empty();
      entered =
          ledger.receive(
              request, source.name(), call.isPresent() ? Ledger.Mode.CALL : Ledger.Mode.CLAIM);
    } catch (RuntimeException refused) {
      release.run();
      throw refused;
    }
    if (source.backPressure() == BackPressure.CALLER) {
      awaitEnd(entered);
    }
    return entered
        .whenComplete(
            (entry, failure) -> {
              if (failure != null || entry.kind() != Ledger.Entry.Kind.NEW) {
                release.run();
              }
            })
        .thenApply(
            entry ->
                entry.kind() == Ledger.Entry.Kind.NEW
                    ? new Submission(entry, placed(entry.placement(), call, placing, release))
                    : untouched(entry));
  }

  private static Submission untouched(Ledger.Entry entry) {
    return new Submission(entry, CompletableFuture.completedFuture(entry.placement()));
  }

  /** Whether there is a thread for the request, so that its call can be entered with it. */
  private boolean isPlacedAtOnce(Source source) {
    return !closed
        && (source.backPressure() == BackPressure.CALLER
            || room.availablePermits() >= roomAfterThreads);
  }

  /** What depends on it runs on this thread then. */
  private static void awaitEnd(CompletableFuture<?> future) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<?> unused = future.whenComplete((result, failure) -> ended.countDown());
    ended.await();
  }

  private CompletableFuture<Placement> placed(
      Placement received, Optional<ClaimedCall> call, Executor placing, Runnable release) {
    String requestId = received.request().requestId();
    inFlight.begin(requestId);
    CompletableFuture<Placement> placed =
        closed
            ? CompletableFuture.completedFuture(received)
            : CompletableFuture.supplyAsync(() -> place(received, call), placing);
    return placed.whenComplete(
        (placement, failure) -> {
          inFlight.end(requestId);
          release.run();
          if (failure != null) {
            LOG.warn("Request {} was not placed and is taken up again: {}", requestId, failure);
          }
        });
  }

  private Placement place(Placement received, Optional<ClaimedCall> call) {
    if (closed) {
      return received;
    }
    Exchange done =
        template.request(
            PLACE,
            exchange -> {
              exchange.setProperty(
                  PlacementAttempt.PROPERTY, steps.begin(received, call.orElse(null)));
              exchange.getMessage().setBody(received);
            });
    if (done.getException() != null) {
      throw new CompletionException(done.getException());
    }
    Placement placed = done.getMessage().getBody(Placement.class);
    return placed != null ? placed : ledger.find(received.request().requestId()).orElse(received);
  }

  /**
   * A request that is safe in the ledger.
   *
   * @param placed the placement when it was placed, refused or failed; as it is in the ledger if it
   *     was known, is queued, or the process is being stopped; fails if an internal failure kept it
   *     from being placed, which is tried again
   */
  public record Submission(Ledger.Entry entry, CompletableFuture<Placement> placed) {}

  /** The backlog is full, and the source is not to wait: nothing was entered. */
  public static final class BacklogFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BacklogFullException() {
      super("Too many requests wait to be placed; this one was not taken in");
    }
  }
}
