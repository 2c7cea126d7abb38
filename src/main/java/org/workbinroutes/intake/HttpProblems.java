package org.workbinroutes.intake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.GwsUnknownOutcomeException;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemSource;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PullSteps;

/** Which problem it is when a placement request was refused or failed. */
public final class HttpProblems implements ProblemSource {
  private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final GwsGate gate;

  /**
   * Problems.
   *
   * @param gate knows whether GWS is down, and when to come again
   */
  public HttpProblems(GwsGate gate) {
    this.gate = gate;
  }

  @Override
  public Optional<Problem> problem(Exception cause, Exchange exchange) {
    PlacementRequest request = Handover.request(exchange);
    Optional<Problem> problem = refused(cause).or(() -> failed(cause, request));
    Optional<String> requestId =
        request == null && cause instanceof InvalidRequestException invalid
            ? invalid.requestId()
            : Optional.ofNullable(request).map(PlacementRequest::requestId);
    return problem.map(known -> requestId.map(id -> known.with("requestId", id)).orElse(known));
  }

  private static Optional<Problem> refused(Exception cause) {
    if (cause instanceof InvalidRequestException invalid) {
      return Optional.of(invalid(invalid));
    }
    if (cause instanceof RefusedPlacementException refused) {
      return Optional.of(
          switch (refused.reason()) {
            case REJECTED ->
                Problem.of("rejected", "GWS refused the placement", 422, refused.getMessage());
            case CONFLICT ->
                Problem.of("conflict", "The request id was used before", 409, refused.getMessage());
          });
    }
    if (cause instanceof PullSteps.NotPulledException refused) {
      return Optional.of(Problem.of("rejected", "GWS refused the pull", 422, refused.getMessage()));
    }
    if (cause instanceof Ledger.NotOpenException elsewhere) {
      return Optional.of(
          Problem.of(
              "not-placed",
              "The placement lies in no workbin",
              409,
              "It is " + elsewhere.placement().state() + " by now: ask how it stands"));
    }
    if (cause instanceof RefusedBatchException batch) {
      return Optional.of(
          Problem.of(
                  "refused-batch",
                  "Nothing of the batch was taken in",
                  400,
                  "Correct what refusals names, and send the batch again")
              .with("refusals", HttpAnswers.refusals(batch.tally().refusals()))
              .with("refused", batch.tally().refused()));
    }
    if (cause instanceof FailedPlacementException failed) {
      return Optional.of(
          Problem.of(
              "given-up",
              "The placement was given up",
              502,
              failed.getMessage()
                  + ". Have it placed again with POST /placements/{requestId}/retry; it is placed"
                  + " once"));
    }
    return Optional.empty();
  }

  private static Problem invalid(InvalidRequestException invalid) {
    String detail = "Fix the listed errors and send the request again";
    List<Problem.Part> errors =
        invalid.errors().stream()
            .map(error -> new Problem.Part("pointer", error.pointer(), error.message()))
            .toList();
    return switch (invalid.reason()) {
      case MALFORMED ->
          Problem.of("malformed-request", "The body is not JSON", 400, detail, errors);
      case INVALID ->
          Problem.of("invalid-request", "The body is not a placement request", 400, detail, errors);
      case TOO_LARGE -> Problem.of("too-large", "The body is too large", 413, detail, errors);
    };
  }

  /** What the caller should send again later; of other failures only those of a request. */
  private Optional<Problem> failed(Exception cause, PlacementRequest request) {
    if (cause instanceof NotTakenInException full) {
      return Optional.of(later(unavailable(full.getMessage())));
    }
    boolean noAnswer =
        cause instanceof GwsUnknownOutcomeException || cause instanceof GwsUnavailableException;
    if (!noAnswer && !(cause instanceof Ledger.UnavailableException) && request == null) {
      return Optional.empty();
    }
    LOG.warn(
        "Request {} was not served: {}",
        request == null ? "unread" : request.requestId(),
        cause.getClass().getSimpleName());
    LOG.debug("The cause:", cause);
    return Optional.of(
        later(
            noAnswer
                ? Problem.of(
                    "gws-unavailable",
                    "GWS did not answer",
                    503,
                    "Nothing is known to have been done. Send the same request again later")
                : unavailable("Send it again later with the same requestId: it is placed once")));
  }

  private static Problem unavailable(String detail) {
    return Problem.of("unavailable", "The request could not be placed", 503, detail);
  }

  private Problem later(Problem problem) {
    return problem.retryAfter(gate.isOpen() ? gate.comeAgainIn() : RETRY_AFTER);
  }
}
