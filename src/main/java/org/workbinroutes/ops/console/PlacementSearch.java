package org.workbinroutes.ops.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.LedgerView.Filter;
import org.workbinroutes.placement.LedgerView.Position;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * Looks for placements by a part of an id or a name. The ledger has no index for that: the latest
 * placements are read and compared, so many at a time, and who wants older ones asks again.
 */
public final class PlacementSearch {
  /** How many placements are looked at for one answer. */
  static final int MOST_LOOKED_AT = 5_000;

  private static final int PAGE = 500;

  private final LedgerView ledger;

  public PlacementSearch(LedgerView ledger) {
    this.ledger = ledger;
  }

  /**
   * What is looked for.
   *
   * @param text a part of the request id, the interaction, the workbin, the group or the source, in
   *     capitals or not; empty for all
   * @param states those in one of these states; empty for all
   * @param limit how many are shown at the most, 1 to 500
   * @param after where the answer before ended; null for the first
   */
  public record Question(String text, Set<PlacementState> states, int limit, Position after) {
    static final List<String> PARAMETERS = List.of("text", "state", "limit", "afterAt", "afterId");

    private static final int LONGEST_TEXT = 200;
    private static final int MOST_ROWS = 500;
    private static final int ROWS = 50;
    private static final long LATEST = 999_999_999_999_999L;

    public Question {
      states = Set.copyOf(states);
    }

    static Question of(Query query) throws ProblemException {
      String text = query.text("text").orElse("");
      if (text.length() > LONGEST_TEXT) {
        throw new ProblemException(
            Problem.parameter("text", "text has at most " + LONGEST_TEXT + " characters"));
      }
      Optional<String> afterId = query.text("afterId");
      if (query.text("afterAt").isPresent() != afterId.isPresent()) {
        throw new ProblemException(
            Problem.parameter("afterAt", "afterAt and afterId go together, as next names them"));
      }
      long afterAt = query.number("afterAt", 0, LATEST, 0);
      return new Question(
          text,
          query.some("state", PlacementState.class),
          (int) query.number("limit", 1, MOST_ROWS, ROWS),
          afterId.map(id -> new Next(afterAt, id).position()).orElse(null));
    }
  }

  /**
   * What was found.
   *
   * @param next where to go on; null if there are no more
   */
  public record Found(List<Row> placements, int lookedAt, Next next) {}

  /**
   * Where to go on.
   *
   * @param at when the last placement was taken in, in milliseconds since 1970 UTC
   */
  public record Next(long at, String id) {
    static Next of(Position position) {
      return new Next(position.receivedAt().toEpochMilli(), position.requestId());
    }

    /** The same for the ledger. */
    public Position position() {
      return new Position(Instant.ofEpochMilli(at), id);
    }
  }

  /**
   * A placement as it is shown: ids and names, nothing that a customer wrote.
   *
   * @param lastError the last refusal or failure; null if there was none
   * @param receivedAt when it was taken in, in milliseconds since 1970 UTC
   * @param updatedAt when its state last changed, in milliseconds since 1970 UTC
   */
  public record Row(
      String requestId,
      PlacementState state,
      String interactionId,
      String workbinId,
      String groupKind,
      String group,
      String source,
      int attempts,
      String lastError,
      long receivedAt,
      long updatedAt) {
    static Row of(Placement placement) {
      PlacementRequest request = placement.request();
      return new Row(
          request.requestId(),
          placement.state(),
          request.interactionId(),
          request.workbin().id(),
          request.workbin().kind().wireName(),
          request.workbin().group(),
          placement.source(),
          placement.attempts(),
          placement.lastError(),
          placement.receivedAt().toEpochMilli(),
          placement.updatedAt().toEpochMilli());
    }
  }

  /**
   * Looks.
   *
   * @throws org.workbinroutes.placement.Ledger.UnavailableException if the ledger cannot be read
   */
  public Found find(Question question) {
    String text = question.text().strip().toLowerCase(Locale.ROOT);
    List<Row> rows = new ArrayList<>();
    int page = text.isEmpty() ? question.limit() : PAGE;
    int lookedAt = 0;
    Position position = question.after();
    while (lookedAt < MOST_LOOKED_AT) {
      List<Placement> placements = ledger.list(new Filter(question.states(), null, page, position));
      for (Placement placement : placements) {
        lookedAt++;
        position = Position.of(placement);
        if (text.isEmpty() || matches(placement, text)) {
          rows.add(Row.of(placement));
          if (rows.size() == question.limit()) {
            return new Found(rows, lookedAt, Next.of(position));
          }
        }
      }
      if (placements.size() < page) {
        return new Found(rows, lookedAt, null);
      }
    }
    return new Found(rows, lookedAt, Next.of(position));
  }

  private static boolean matches(Placement placement, String text) {
    PlacementRequest request = placement.request();
    return contains(request.requestId(), text)
        || contains(request.interactionId(), text)
        || contains(request.workbin().id(), text)
        || contains(request.workbin().group(), text)
        || contains(placement.source(), text);
  }

  private static boolean contains(String value, String text) {
    return value != null && value.toLowerCase(Locale.ROOT).contains(text);
  }
}
