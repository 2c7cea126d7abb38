package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.workbinroutes.http.Answer;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.Source;

/**
 * Has one request placed and answers when it has come as far as its caller wants to wait for. Who
 * waits holds no thread.
 */
public final class HttpPlacing extends AsyncProcessorSupport {
  /** Where a single request came from, see {@link Placement#source()}. */
  static final Source SOURCE = new Source("http", Source.BackPressure.REFUSE);

  private final Placements placements;
  private final PlacementWatch watch;
  private final GwsGate gate;
  private final Ledger ledger;
  private final Executor threads;

  /**
   * A step.
   *
   * @param gate knows whether GWS is down; who wants to wait then is told to come again
   * @param threads begin to wait, off the ledger's own thread
   */
  public HttpPlacing(
      Placements placements, PlacementWatch watch, GwsGate gate, Ledger ledger, Executor threads) {
    this.placements = placements;
    this.watch = watch;
    this.gate = gate;
    this.ledger = ledger;
    this.threads = threads;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    PlacementRequest request = exchange.getMessage().getBody(PlacementRequest.class);
    HttpWait wait = exchange.getProperty(HttpIntake.WAIT, HttpWait.class);
    CompletableFuture<Placement> come;
    try {
      come = take(request, wait);
    } catch (NotTakenInException | InterruptedException | RuntimeException refused) {
      exchange.setException(refused);
      callback.done(true);
      return true;
    }
    CompletableFuture<Void> unused =
        come.handleAsync(
            (placement, failure) -> {
              try {
                if (failure != null) {
                  throw cause(failure);
                }
                answer(exchange, placement, wait);
              } catch (Exception told) {
                exchange.setException(told);
              }
              callback.done(false);
              return null;
            },
            threads);
    return false;
  }

  private CompletableFuture<Placement> take(PlacementRequest request, HttpWait wait)
      throws NotTakenInException, InterruptedException {
    if (gate.isOpen() && !wait.isNone() && ledger.find(request.requestId()).isEmpty()) {
      throw new NotTakenInException(
          "GWS is down; the request was not taken in. Send it again later");
    }
    CompletableFuture<Placements.Submission> submitted;
    try {
      submitted = placements.submit(request, SOURCE);
    } catch (Placements.BacklogFullException full) {
      throw new NotTakenInException(full.getMessage() + ". Send it again later");
    }
    return submitted.thenComposeAsync(
        entered -> {
          if (entered.entry().kind() == Ledger.Entry.Kind.CONFLICT) {
            return CompletableFuture.failedFuture(RefusedPlacementException.conflict());
          }
          return wait.isNone()
              ? CompletableFuture.completedFuture(entered.entry().placement())
              : watch.await(request.requestId(), wait.until(), wait.within());
        },
        threads);
  }

  private static void answer(Exchange exchange, Placement placement, HttpWait wait)
      throws RefusedPlacementException, FailedPlacementException {
    if (placement.state() == PlacementState.REJECTED) {
      throw RefusedPlacementException.rejected(placement);
    }
    if (placement.state() == PlacementState.FAILED) {
      throw new FailedPlacementException(placement);
    }
    boolean come = !wait.isNone() && wait.until().isReachedBy(placement);
    ObjectNode json = HttpAnswers.summary(placement);
    Answer answer =
        Answer.json(come ? 200 : 202, json)
            .header(
                "Location", "/placements/" + HttpAnswers.encoded(placement.request().requestId()));
    if (wait.applied() != null) {
      answer.header("Preference-Applied", wait.applied());
    }
    answer.send(exchange);
  }

  private static Exception cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Exception known ? known : new IllegalStateException(cause);
  }
}
