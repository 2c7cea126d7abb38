package org.workbinroutes.placement;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.AddCall;

/**
 * Places requests in the background, for intakes that tell their source as soon as a request is
 * safe in the ledger. What a stop or a crash leaves undone is in the ledger, and is taken up by the
 * route {@code recovery}.
 */
public final class Placers {
  /** The route that places what the ledger has. */
  public static final String PLACE = "direct:place";

  private static final Logger LOG = LoggerFactory.getLogger(Placers.class);

  private final Ledger ledger;
  private final InFlight inFlight;
  private final ProducerTemplate template;
  private final ExecutorService threads;
  private final Semaphore room;
  private final int roomAfterThreads;
  private final Function<PlacementRequest, Optional<AddCall>> firstCalls;
  private volatile boolean closed;

  /**
   * Makes placers.
   *
   * @param ledger where placements are kept
   * @param inFlight what this process is placing
   * @param template sends to the routes
   * @param threads place
   * @param width how many threads there are
   * @param most how many requests can wait and be placed at the same time
   * @param firstCalls makes the call of a request for which a thread is free, see {@link
   *     PlacementSteps#firstCall}
   */
  public Placers(
      Ledger ledger,
      InFlight inFlight,
      ProducerTemplate template,
      ExecutorService threads,
      int width,
      int most,
      Function<PlacementRequest, Optional<AddCall>> firstCalls) {
    this.ledger = ledger;
    this.inFlight = inFlight;
    this.template = template;
    this.threads = threads;
    this.room = new Semaphore(most);
    this.roomAfterThreads = most - width;
    this.firstCalls = firstCalls;
  }

  /**
   * Enters a request in the ledger and has it placed. Blocks while too many wait, so that a source
   * is not read faster than GWS takes.
   *
   * @param request the request
   * @param source where it came from, see {@link Placement#source()}
   * @return what the ledger knew of it, once it is safe there, with what becomes of it; fails as
   *     {@link Ledger#receiveAsync} does. A step that depends on it must not call the ledger unless
   *     it runs on an executor of its own
   * @throws InterruptedException if interrupted while too many wait; nothing was entered then
   */
  public CompletableFuture<Taken> take(PlacementRequest request, String source)
      throws InterruptedException {
    room.acquire();
    return enter(request, source);
  }

  /** Enters a request for which there is room. */
  private CompletableFuture<Taken> enter(PlacementRequest request, String source) {
    CompletableFuture<Ledger.Entry> entered;
    Optional<AddCall> call;
    try {
      call = callAtOnce(request);
      entered =
          call.isPresent()
              ? ledger.receiveAndSendAsync(request, source)
              : ledger.receiveAsync(request, source);
    } catch (RuntimeException refused) {
      room.release();
      throw refused;
    }
    return entered
        .whenComplete(
            (entry, failure) -> {
              if (failure != null || entry.kind() != Ledger.Entry.Kind.NEW) {
                room.release();
              }
            })
        .thenApply(
            entry ->
                entry.kind() == Ledger.Entry.Kind.NEW
                    ? new Taken(entry, placed(entry.placement(), call))
                    : new Taken(entry, CompletableFuture.completedFuture(entry.placement())));
  }

  /** The call of a request that does not have to wait for a thread: it has a claim from now on. */
  private Optional<AddCall> callAtOnce(PlacementRequest request) {
    return closed || room.availablePermits() < roomAfterThreads
        ? Optional.empty()
        : firstCalls.apply(request);
  }

  /**
   * Does what {@link #take} does for a source that cannot wait.
   *
   * @param request the request
   * @param source as for {@link #take}
   * @return as {@link #take}; empty if too many wait, and nothing was entered then
   */
  public Optional<CompletableFuture<Taken>> offer(PlacementRequest request, String source) {
    return room.tryAcquire() ? Optional.of(enter(request, source)) : Optional.empty();
  }

  /**
   * Has a placement placed that this node has claimed in the ledger. Blocks as {@link #take} does.
   *
   * @param claimed a placement in state RECEIVED
   * @return what becomes of it, as {@link Taken#placed()}; empty if this process is placing it
   *     already
   * @throws InterruptedException if interrupted while too many wait
   */
  public Optional<CompletableFuture<Placement>> resume(Placement claimed)
      throws InterruptedException {
    if (inFlight.contains(claimed.request().requestId())) {
      return Optional.empty();
    }
    room.acquire();
    return Optional.of(placed(claimed, Optional.empty()));
  }

  /** Takes nothing up any more: what waits stays in the ledger. */
  public void close() {
    closed = true;
  }

  /**
   * Whether nothing is taken up any more.
   *
   * @return true once {@link #close} was called
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * How many more would be taken without a wait.
   *
   * @return their number
   */
  public int room() {
    return room.availablePermits();
  }

  private CompletableFuture<Placement> placed(Placement received, Optional<AddCall> call) {
    String requestId = received.request().requestId();
    inFlight.begin(requestId);
    CompletableFuture<Placement> placed =
        closed
            ? CompletableFuture.completedFuture(received)
            : CompletableFuture.supplyAsync(() -> place(received, call), threads);
    return placed.whenComplete(
        (placement, failure) -> {
          inFlight.end(requestId);
          room.release();
          if (failure != null) {
            LOG.warn("Request {} was not placed and is taken up again: {}", requestId, failure);
          }
        });
  }

  private Placement place(Placement received, Optional<AddCall> call) {
    if (closed) {
      return received;
    }
    Exchange done =
        template.request(
            PLACE,
            exchange -> {
              PlacementSteps.begin(received, call, exchange);
              exchange.getMessage().setBody(received);
            });
    if (done.getException() != null) {
      throw new IllegalStateException(done.getException());
    }
    Placement placed = done.getMessage().getBody(Placement.class);
    return placed != null ? placed : ledger.find(received.request().requestId()).orElse(received);
  }

  /**
   * A request that is safe in the ledger.
   *
   * @param entry what the ledger knew of it
   * @param placed the placement when it was placed, refused or given up; as it is in the ledger if
   *     it was known or the process is being stopped; fails if an internal failure kept it from
   *     being placed, which is tried again
   */
  public record Taken(Ledger.Entry entry, CompletableFuture<Placement> placed) {}
}
