package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.PlacementWatch.Until;

/**
 * Tells those who asked what became of their records: as JSON, an object for a message of one
 * record, an array for a message of many. JMSType is {@value #PLACEMENT}, {@value #PROBLEM} or
 * {@value #BATCH}.
 */
public final class JmsAnswers {
  static final String PLACEMENT = "placement";
  static final String PROBLEM = "problem";
  static final String BATCH = "batch";

  private static final String PROBLEMS = "urn:workbinroutes:problem:";
  private static final Map<String, String> NAMES =
      Map.of(
          "MALFORMED",
          "malformed-request",
          "INVALID",
          "invalid-request",
          Refusal.UNSUPPORTED,
          "unsupported-message");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Logger LOG = LoggerFactory.getLogger(JmsAnswers.class);

  private final JmsSender sender;
  private final PlacementWatch watch;
  private final Duration patience;

  public JmsAnswers(JmsSender sender, PlacementWatch watch, long patienceMillis) {
    if (patienceMillis < 1) {
      throw new IllegalArgumentException(
          "replyTimeout is " + patienceMillis + ": give 1 millisecond or more");
    }
    this.sender = sender;
    this.watch = watch;
    this.patience = Duration.ofMillis(patienceMillis);
  }

  /** Waits until GWS has answered, or for as long as an answer does. */
  CompletableFuture<Placement> accepted(String requestId) {
    return watch.await(requestId, Until.ACCEPTED, patience);
  }

  /**
   * Answers when the records have come as far as the requester wants. Returns at once.
   *
   * @param results of all records of the message, in their order
   */
  void answer(JmsRequester requester, List<Result> results) {
    List<CompletableFuture<ObjectNode>> answers =
        results.stream().map(result -> told(result, requester.until())).toList();
    CompletableFuture<Void> sent =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenRun(() -> send(requester, answers.stream().map(CompletableFuture::join).toList()));
    sent.exceptionally(
        failure -> {
          LOG.warn("A requester could not be answered: {}", cause(failure).getClass().getName());
          LOG.debug("The cause:", failure);
          return null;
        });
  }

  private void send(JmsRequester requester, List<ObjectNode> answers) {
    ObjectNode first = answers.get(0);
    if (answers.size() == 1 && !first.has("record")) {
      sender.answer(requester, first.has("state") ? PLACEMENT : PROBLEM, first.toString());
      return;
    }
    ArrayNode all = NODES.arrayNode();
    answers.forEach(all::add);
    sender.answer(requester, BATCH, all.toString());
  }

  private CompletableFuture<ObjectNode> told(Result result, Until until) {
    return result.refusal() == null
        ? watch
            .await(result.record().request().requestId(), until, patience)
            .thenApply(placement -> placement(result.record(), placement))
        : CompletableFuture.completedFuture(problem(result.record(), result.refusal()));
  }

  private static ObjectNode placement(JmsRecord record, Placement placement) {
    if (placement.state() == PlacementState.REJECTED) {
      return problem(record, RefusedPlacementException.rejected(placement).refusal());
    }
    ObjectNode json = begun(record);
    json.put("requestId", placement.request().requestId());
    json.put("state", placement.state().name());
    if (placement.referenceId() != null) {
      json.put("referenceId", placement.referenceId());
    }
    if (placement.state() == PlacementState.FAILED && placement.lastError() != null) {
      json.put("error", placement.lastError());
    }
    return json;
  }

  private static ObjectNode problem(JmsRecord record, Refusal refusal) {
    ObjectNode json = begun(record);
    json.put(
        "type",
        PROBLEMS
            + NAMES.getOrDefault(
                refusal.code(), refusal.code().toLowerCase(Locale.ROOT).replace('_', '-')));
    json.put("detail", refusal.error());
    if (record.request() != null) {
      json.put("requestId", record.request().requestId());
    }
    refusal.putErrors(json);
    return json;
  }

  private static ObjectNode begun(JmsRecord record) {
    ObjectNode json = NODES.objectNode();
    if (record.position() > 0) {
      json.put("record", record.position());
    }
    return json;
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** What became of a record when its message was acknowledged. */
  record Result(JmsRecord record, Refusal refusal) {}
}
