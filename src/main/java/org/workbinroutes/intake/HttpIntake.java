package org.workbinroutes.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * Turns an HTTP request into a {@link PlacementRequest} and a fresh message, and what became of it
 * into an answer. A record without a requestId takes the header {@code Idempotency-Key}, or an id
 * made here. Of the HTTP request nothing else is read; of the answer everything is written here.
 */
public final class HttpIntake {
  private static final Logger LOG = LoggerFactory.getLogger(HttpIntake.class);

  private static final String SOURCE = "http";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String REQUEST_ID = "requestId";
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String PROBLEM_URN = "urn:workbinroutes:problem:";
  private static final int RETRY_AFTER_SECONDS = 30;

  /** The media type alone, or with the one charset JSON has. */
  private static final Pattern JSON_TYPE =
      Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

  private final PlacementRequestParser parser;
  private final Ledger ledger;
  private final GwsGate gate;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * An intake.
   *
   * @param parser reads the bodies
   * @param ledger knows what became of earlier requests
   * @param gate knows whether GWS is down; who calls then is told to come again
   */
  public HttpIntake(PlacementRequestParser parser, Ledger ledger, GwsGate gate) {
    this.gate = gate;
    this.parser = parser;
    this.ledger = ledger;
  }

  /**
   * First step of {@code POST /placements}: the request in the place of the message.
   *
   * @param exchange holds the HTTP request
   * @throws Exception if it is not a placement request; {@link #problem} knows what to answer
   */
  public void open(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    requireNoQuery(message);
    requireJson(message);
    String key = idempotencyKey(message);
    byte[] body = message.getBody(byte[].class);
    forget(exchange);
    PlacementRequest request =
        parser.parse(
            body == null ? new byte[0] : body,
            () -> key == null ? UUID.randomUUID().toString() : key);
    if (gate.isShut() && ledger.find(request.requestId()).isEmpty()) {
      throw new ProblemException(
          Problem.unavailable("GWS is down; the request was not taken in. Send it again later"));
    }
    Handover.begin(exchange, request, SOURCE);
  }

  /**
   * Last step of {@code POST /placements}: what became of the request.
   *
   * @param exchange holds the placement
   * @throws Exception if it was refused or failed; {@link #problem} knows what to answer
   */
  public void close(Exchange exchange) throws Exception {
    Placement placement = Handover.end(exchange);
    answer(exchange, 200, JSON, summary(placement));
  }

  /**
   * {@code POST /placements/requestId/retry}: has a request placed again that GWS refused or that
   * was given up.
   *
   * @param exchange holds the HTTP request, with the request id as header
   * @throws Exception if there is none, or it is not over; {@link #problem} knows what to answer
   */
  public void retry(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    requireNoQuery(message);
    String requestId = message.getHeader(REQUEST_ID) instanceof String id ? id : "";
    forget(exchange);
    if (ledger.find(requestId).isEmpty()) {
      throw new ProblemException(Problem.unknown());
    }
    try {
      answer(exchange, 202, JSON, summary(ledger.reopen(requestId, "asked for over HTTP")));
    } catch (Ledger.NotOpenException notOver) {
      throw new ProblemException(
          Problem.of(
              "not-over",
              "The placement is not over",
              409,
              "It is "
                  + notOver.placement().state()
                  + "; only one that is REJECTED or FAILED can be placed again"));
    }
  }

  /**
   * {@code POST /replays}: has all requests placed again that were given up, or those since a time.
   *
   * @param exchange holds the HTTP request; its body is <code>{}</code> or <code>{"since":"..."}
   *     </code>
   * @throws Exception if the body is another; {@link #problem} knows what to answer
   */
  public void replay(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    requireNoQuery(message);
    requireJson(message);
    byte[] body = message.getBody(byte[].class);
    forget(exchange);
    Instant since = since(body == null ? new byte[0] : body);
    int reopened = 0;
    LedgerView.Filter filter =
        new LedgerView.Filter(EnumSet.of(PlacementState.FAILED), since, LedgerView.MAX_LIMIT, null);
    List<Placement> page = ledger.list(filter);
    while (!page.isEmpty()) {
      for (Placement failed : page) {
        ledger.reopen(failed.request().requestId(), "replay");
        reopened++;
      }
      page = ledger.list(filter.after(page.get(page.size() - 1)));
    }
    answer(exchange, 202, JSON, mapper.createObjectNode().put("reopened", reopened));
  }

  private Instant since(byte[] body) throws ProblemException {
    try {
      JsonNode json = mapper.readTree(body);
      JsonNode since = json.path("since");
      if (json.isObject() && json.size() == (since.isMissingNode() ? 0 : 1)) {
        return since.isMissingNode() ? null : Instant.parse(since.asText());
      }
    } catch (IOException | DateTimeParseException unreadable) {
      // said below
    }
    throw new ProblemException(
        Problem.of(
            "invalid-request",
            "The body is not a replay request",
            400,
            "Send {} for all that was given up, or {\"since\":\"2026-11-24T10:00:00Z\"}"));
  }

  /**
   * {@code GET /placements/requestId}: what became of a request.
   *
   * @param exchange holds the HTTP request, with the request id as header
   * @throws Exception if there is none; {@link #problem} knows what to answer
   */
  public void find(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    requireNoQuery(message);
    String requestId = message.getHeader(REQUEST_ID) instanceof String id ? id : "";
    forget(exchange);
    Placement placement =
        ledger.find(requestId).orElseThrow(() -> new ProblemException(Problem.unknown()));
    ObjectNode json = summary(placement);
    json.put("attempts", placement.attempts());
    if (placement.lastError() != null) {
      json.put("lastError", placement.lastError());
    }
    json.put("source", placement.source());
    json.put("receivedAt", placement.receivedAt().toString());
    json.put("updatedAt", placement.updatedAt().toString());
    answer(exchange, 200, JSON, json);
  }

  /**
   * What was refused or failed, as a problem; nothing of the cause but what is made for the caller.
   *
   * @param exchange holds the cause as caught exception
   * @throws JsonProcessingException never
   */
  public void problem(Exchange exchange) throws JsonProcessingException {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    PlacementRequest request = Handover.request(exchange);
    forget(exchange);
    Problem problem = problemOf(cause, request);
    ObjectNode json = mapper.createObjectNode();
    json.put("type", PROBLEM_URN + problem.type());
    json.put("title", problem.title());
    json.put("status", problem.status());
    json.put("detail", problem.detail());
    if (request != null) {
      json.put(REQUEST_ID, request.requestId());
    }
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      for (FieldError error : problem.errors()) {
        errors.addObject().put("pointer", error.pointer()).put("detail", error.message());
      }
    }
    answer(exchange, problem.status(), PROBLEM_JSON, json);
    if (problem.status() == 503) {
      exchange
          .getMessage()
          .setHeader(
              "Retry-After",
              gate.isShut() ? Math.max(1, gate.comeAgainIn().toSeconds()) : RETRY_AFTER_SECONDS);
    }
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
    LOG.warn(
        "Request {} was not placed: {}",
        request == null ? "unread" : request.requestId(),
        cause.getClass().getSimpleName());
    LOG.debug("The cause:", cause);
    String retry = "Send it again later with the same requestId: it is placed once";
    return Problem.unavailable(
        cause instanceof FailedPlacementException failed
            ? failed.getMessage() + ". " + retry
            : retry);
  }

  private ObjectNode summary(Placement placement) {
    return mapper
        .createObjectNode()
        .put(REQUEST_ID, placement.request().requestId())
        .put("state", placement.state().name())
        .put("referenceId", placement.referenceId());
  }

  private void answer(Exchange exchange, int status, String contentType, ObjectNode json)
      throws JsonProcessingException {
    Handover.rebuild(exchange, mapper.writeValueAsBytes(json));
    Message message = exchange.getMessage();
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, contentType);
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Drops the request's message, and the charset it named, which would encode our answer. */
  private static void forget(Exchange exchange) {
    Handover.rebuild(exchange, null);
    exchange.removeProperty(ExchangePropertyKey.CHARSET_NAME);
  }

  private static void requireNoQuery(Message message) throws ProblemException {
    if (message.getHeader(Exchange.HTTP_RAW_QUERY) != null) {
      throw new ProblemException(
          Problem.of(
              "query",
              "There is a query",
              400,
              "No query parameters are taken: remove the part of the URL from '?' on"));
    }
  }

  private static void requireJson(Message message) throws ProblemException {
    if (!(message.getHeader(Exchange.CONTENT_TYPE) instanceof String type)
        || !JSON_TYPE.matcher(type.strip().toLowerCase(Locale.ROOT)).matches()) {
      throw new ProblemException(
          Problem.of(
              "unsupported-media-type",
              "The body is of another type",
              415,
              "Send one JSON object in UTF-8, with the header Content-Type: " + JSON));
    }
  }

  private static String idempotencyKey(Message message) throws ProblemException {
    Object value = message.getHeader(IDEMPOTENCY_KEY);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && isPrintableAscii(text)) {
      // the header is a structured one, a string in quotes; without them it is taken as well
      boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
      return quoted ? text.substring(1, text.length() - 1) : text;
    }
    throw new ProblemException(
        Problem.of(
            "idempotency-key",
            "The Idempotency-Key cannot be used",
            400,
            "Give it once, with 1 to 256 printable ASCII characters"));
  }

  private static boolean isPrintableAscii(String text) {
    return !text.isBlank()
        && text.getBytes(StandardCharsets.UTF_8).length <= 256
        && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
  }
}
