package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.LedgerView.Step;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.WaitReasons.Waiting;

/** The JSON of answers. Of a request nothing is in it but ids, and of a person nothing at all. */
final class HttpAnswers {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String REQUEST_ID = "requestId";

  private HttpAnswers() {}

  /** Drops the request's message, and the charset it named, which would encode our answer. */
  static void forget(Exchange exchange) {
    Handover.rebuild(exchange, null);
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
  }

  /** A placement as a short answer. */
  static ObjectNode summary(Placement placement) {
    return MAPPER
        .createObjectNode()
        .put(REQUEST_ID, placement.request().requestId())
        .put("state", placement.state().name())
        .put("referenceId", placement.referenceId());
  }

  /** A placement with what is known of it, and why it waits. */
  private static ObjectNode whole(Placement placement, Optional<Waiting> waiting) {
    PlacementRequest request = placement.request();
    ObjectNode json = summary(placement);
    json.put("workbinId", request.workbin().id());
    json.put(request.workbin().kind().wireName(), request.workbin().group());
    json.put("interactionId", request.interactionId());
    json.put("operation", request.operation().wireName());
    json.put("attempts", placement.attempts());
    if (placement.lastError() != null) {
      json.put("lastError", placement.lastError());
    }
    waiting.ifPresent(known -> json.set("waiting", waiting(known)));
    json.put("source", placement.source());
    json.put("receivedAt", placement.receivedAt().toString());
    json.put("updatedAt", placement.updatedAt().toString());
    return json;
  }

  private static ObjectNode waiting(Waiting waiting) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("reason", waiting.reason());
    json.put("since", waiting.since().toString());
    if (waiting.nextTry() != null) {
      json.put("nextTry", waiting.nextTry().toString());
    }
    return json;
  }

  static ObjectNode whole(Placement placement, Optional<Waiting> waiting, List<Step> history) {
    ObjectNode json = whole(placement, waiting);
    ArrayNode steps = json.putArray("history");
    for (Step step : history) {
      ObjectNode entry = steps.addObject().put("at", step.at().toString());
      entry.put("from", step.from() == null ? null : step.from().name());
      entry.put("to", step.to().name());
      if (step.reason() != null) {
        entry.put("reason", step.reason());
      }
    }
    return json;
  }

  static ObjectNode page(
      List<Placement> placements, Function<Placement, Optional<Waiting>> waiting, String next) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode array = json.putArray("placements");
    placements.forEach(placement -> array.add(whole(placement, waiting.apply(placement))));
    if (next != null) {
      json.put("next", next);
    }
    return json;
  }

  /** A batch, and how its placements stand if that is known. */
  static ObjectNode batch(Batch batch, Map<PlacementState, Long> counts) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("batchId", batch.batchId());
    json.put("receivedAt", batch.receivedAt().toString());
    json.put("complete", batch.isComplete());
    if (batch.isComplete()) {
      Batch.Tally tally = batch.tally();
      json.put("total", tally.total());
      json.put("entered", tally.entered());
      json.put("known", tally.known());
      json.put("refused", tally.refused());
      json.set("refusals", refusals(tally.refusals()));
    }
    if (counts != null) {
      ObjectNode states = json.putObject("states");
      counts.forEach((state, n) -> states.put(state.name(), n));
    }
    return json;
  }

  static ArrayNode refusals(List<Batch.Refusal> refusals) {
    ArrayNode array = MAPPER.createArrayNode();
    for (Batch.Refusal refusal : refusals) {
      ObjectNode entry =
          array
              .addObject()
              .put("position", refusal.position())
              .put("line", refusal.line())
              .put("reason", refusal.reason());
      ArrayNode errors = entry.putArray("errors");
      for (Batch.Refusal.Fault error : refusal.errors()) {
        errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
      }
    }
    return array;
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A text from outside as part of a path. */
  static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
