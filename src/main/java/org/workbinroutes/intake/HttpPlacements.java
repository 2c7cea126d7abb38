package org.workbinroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.workbinroutes.http.Answer;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;
import org.workbinroutes.placement.WaitReasons;

/** Tells how placements stand, and has what is over placed again or taken out again. */
public final class HttpPlacements {
  /** Exchange property: whether a placement's interaction is to be taken out of its workbin. */
  static final String PULL = "workbinPull";

  private static final String REQUEST_ID = "requestId";
  private static final int PAGE = 100;
  private static final Problem UNKNOWN =
      Problem.of(
          "unknown-request",
          "There is no such placement",
          404,
          "No request with this id came in; ids with other characters than letters, digits, '-',"
              + " '.' and '_' stand percent-encoded in the path");
  private static final Set<PlacementState> PLACED =
      EnumSet.of(PlacementState.ACCEPTED, PlacementState.CONFIRMED, PlacementState.UNCONFIRMED);

  private final Ledger ledger;
  private final WaitReasons reasons;
  private final JsonMapper mapper = new JsonMapper();

  /**
   * Placements.
   *
   * @param reasons tells why those wait that are not placed
   */
  public HttpPlacements(Ledger ledger, WaitReasons reasons) {
    this.ledger = ledger;
    this.reasons = reasons;
  }

  /** {@code GET /placements}: a page of placements, the latest received first. */
  public void list(Exchange exchange) throws ProblemException {
    Query query = Query.of(exchange.getMessage(), "state", "since", "limit", "after");
    Set<PlacementState> states = query.some("state", PlacementState.class);
    Optional<Instant> since = query.instant("since");
    int limit = (int) query.number("limit", 1, LedgerView.MAX_LIMIT, PAGE);
    Optional<String> after = query.text("after");
    LedgerView.Position position = after.isPresent() ? HttpCursor.read(after.get()) : null;
    List<Placement> page =
        ledger.list(new LedgerView.Filter(states, since.orElse(null), limit, position));
    String next = null;
    if (page.size() == limit) {
      next =
          "/placements?limit="
              + limit
              + query.text("state").map(s -> "&state=" + HttpAnswers.encoded(s)).orElse("")
              + query.text("since").map(s -> "&since=" + HttpAnswers.encoded(s)).orElse("")
              + "&after="
              + HttpCursor.of(LedgerView.Position.of(page.get(page.size() - 1)));
    }
    Answer.json(200, HttpAnswers.page(page, reasons::of, next)).send(exchange);
  }

  /** {@code GET /placements/requestId}: what became of a request, step by step. */
  public void find(Exchange exchange) throws ProblemException {
    Placement placement = placement(exchange);
    List<LedgerView.Step> history = ledger.history(placement.request().requestId());
    Answer.json(200, HttpAnswers.whole(placement, reasons.of(placement), history)).send(exchange);
  }

  /**
   * {@code POST /placements/requestId/retry}: has a request placed again that GWS refused, that was
   * given up or that was pulled.
   */
  public void retry(Exchange exchange) throws ProblemException {
    Placement placement = placement(exchange);
    try {
      Placement reopened = ledger.reopen(placement.request().requestId(), "asked for over HTTP");
      Answer.json(202, HttpAnswers.summary(reopened)).send(exchange);
    } catch (Ledger.NotOpenException notOver) {
      throw new ProblemException(
          Problem.of(
              "not-over",
              "The placement is not over",
              409,
              "It is "
                  + notOver.placement().state()
                  + "; only one that is REJECTED, FAILED or PULLED can be placed again"));
    }
  }

  /**
   * First step of {@code DELETE /placements/requestId}: the request whose interaction is to be
   * taken out of its workbin, in the place of the message. One that was taken out before is left.
   */
  public void openPull(Exchange exchange) throws ProblemException {
    Placement placement = placement(exchange);
    boolean pulled = placement.state() == PlacementState.PULLED;
    if (!pulled && !PLACED.contains(placement.state())) {
      throw new ProblemException(notPlaced(placement));
    }
    exchange.setProperty(PULL, !pulled);
    Handover.begin(exchange, placement.request(), placement.source());
  }

  /** Last step of {@code DELETE /placements/requestId}: how the placement stands. */
  public void closePull(Exchange exchange) {
    PlacementRequest request = Handover.request(exchange);
    Placement placement = ledger.find(request.requestId()).orElseThrow();
    Answer.json(200, HttpAnswers.summary(placement)).send(exchange);
  }

  /**
   * {@code POST /replays}: has all requests placed again that were given up, or those since a time.
   */
  public void replay(Exchange exchange) throws ProblemException {
    Message message = exchange.getMessage();
    Query.of(message);
    HttpIntake.requireUnpacked(message);
    Instant since = since(message);
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
    Answer.json(202, HttpAnswers.object().put("reopened", reopened)).send(exchange);
  }

  private Placement placement(Exchange exchange) throws ProblemException {
    Message message = exchange.getMessage();
    Query.of(message);
    String requestId = message.getHeader(REQUEST_ID) instanceof String id ? id : "";
    HttpAnswers.forget(exchange);
    return ledger.find(requestId).orElseThrow(() -> new ProblemException(UNKNOWN));
  }

  private static Problem notPlaced(Placement placement) {
    return Problem.of(
        "not-placed",
        "The placement lies in no workbin",
        409,
        "It is "
            + placement.state()
            + "; only one that is ACCEPTED, CONFIRMED or UNCONFIRMED can be pulled");
  }

  private Instant since(Message message) throws ProblemException {
    if (message.getHeader(Exchange.CONTENT_TYPE) instanceof String type
        && type.strip().toLowerCase(Locale.ROOT).startsWith(Answer.JSON)) {
      byte[] body = message.getBody(byte[].class);
      try {
        JsonNode json = mapper.readTree(body == null ? new byte[0] : body);
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
    throw new ProblemException(
        Problem.of(
            "unsupported-media-type",
            "The body is of another type",
            415,
            "Send {} or {\"since\":...} with the header Content-Type: " + Answer.JSON));
  }
}
