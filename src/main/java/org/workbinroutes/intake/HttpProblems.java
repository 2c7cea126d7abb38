package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.GwsUnknownOutcomeException;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PullSteps;

/**
 * What was refused or failed, as a problem; nothing of the cause but what is made for the caller.
 */
public final class HttpProblems {
  private static final Logger LOG = LoggerFactory.getLogger(HttpProblems.class);

  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";
  private static final int UNAVAILABLE = 503;
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

  /**
   * Puts a problem in the place of the message.
   *
   * @param exchange holds the cause as caught exception
   */
  public void answer(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    PlacementRequest request = Handover.request(exchange);
    Problem problem = problemOf(cause, request);
    ObjectNode json = HttpAnswers.object();
    json.put("type", PROBLEM_URN + problem.type());
    json.put("title", problem.title());
    json.put("status", problem.status());
    json.put("detail", problem.detail());
    requestId(cause, request).ifPresent(id -> json.put("requestId", id));
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      for (Problem.Part part : problem.errors()) {
        errors.addObject().put(part.kind(), part.name()).put("detail", part.detail());
      }
    }
    if (cause instanceof RefusedBatchException batch) {
      json.set("refusals", HttpAnswers.refusals(batch.tally().refusals()));
      json.put("refused", batch.tally().refused());
    }
    HttpAnswers.answer(exchange, problem.status(), PROBLEM_JSON, json);
    if (problem.status() == UNAVAILABLE) {
      Duration later = gate.isOpen() ? gate.comeAgainIn() : RETRY_AFTER;
      exchange.getMessage().setHeader("Retry-After", Math.max(1, later.toSeconds()));
    }
  }

  private static Optional<String> requestId(Exception cause, PlacementRequest request) {
    if (request != null) {
      return Optional.of(request.requestId());
    }
    return cause instanceof InvalidRequestException invalid
        ? invalid.requestId()
        : Optional.empty();
  }

  private static Problem problemOf(Exception cause, PlacementRequest request) {
    if (cause instanceof ProblemException known) {
      return known.problem();
    }
    if (cause instanceof InvalidRequestException invalid) {
      return Problem.of(invalid);
    }
    if (cause instanceof RefusedPlacementException refused) {
      return Problem.of(refused);
    }
    if (cause instanceof PullSteps.NotPulledException refused) {
      return Problem.of("rejected", "GWS refused the pull", 422, refused.getMessage());
    }
    if (cause instanceof Ledger.NotOpenException elsewhere) {
      return Problem.of(
          "not-placed",
          "The placement lies in no workbin",
          409,
          "It is " + elsewhere.placement().state() + " by now: ask how it stands");
    }
    if (cause instanceof RefusedBatchException) {
      return Problem.of(
          "refused-batch",
          "Nothing of the batch was taken in",
          400,
          "Correct what refusals names, and send the batch again");
    }
    if (cause instanceof FailedPlacementException failed) {
      return Problem.of(
          "given-up",
          "The placement was given up",
          502,
          failed.getMessage()
              + ". Have it placed again with POST /placements/{requestId}/retry; it is placed"
              + " once");
    }
    LOG.warn(
        "Request {} was not served: {}",
        request == null ? "unread" : request.requestId(),
        cause.getClass().getSimpleName());
    LOG.debug("The cause:", cause);
    if (cause instanceof GwsUnknownOutcomeException || cause instanceof GwsUnavailableException) {
      return Problem.of(
          "gws-unavailable",
          "GWS did not answer",
          UNAVAILABLE,
          "Nothing is known to have been done. Send the same request again later");
    }
    return Problem.unavailable("Send it again later with the same requestId: it is placed once");
  }
}
