package org.workbinroutes.placement;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * The book of all placements, for those who look: status calls, the console, metrics, health
 * checks. Nothing here changes a placement or waits for one that does.
 *
 * <p>Each method but {@link #health} throws {@link Ledger.UnavailableException} if the ledger could
 * not be read.
 */
public interface LedgerView {
  /** The most placements that are handed out at once. */
  int MAX_LIMIT = 1_000;

  /** The most placements that {@link #sentTo} tells of one interaction. */
  int MAX_SENT = 10;

  /**
   * Looks a placement up.
   *
   * @param requestId any text
   * @return the placement, or empty
   */
  Optional<Placement> find(String requestId);

  /**
   * One page of placements, the latest received first.
   *
   * @param filter which ones
   * @return at most {@link Filter#limit()}; fewer if these are the last
   */
  List<Placement> list(Filter filter);

  /**
   * What happened to a placement.
   *
   * @param requestId any text
   * @return its changes of state, the oldest first; empty if the request id is not known
   */
  List<Step> history(String requestId);

  /**
   * Looks a batch up.
   *
   * @param batchId any text
   * @return the batch, or empty
   */
  Optional<Batch> findBatch(String batchId);

  /**
   * How the placements of a batch stand: those that came with it, not those that were known before.
   *
   * @param batchId any text
   * @return a number for each state
   */
  Map<PlacementState, Long> countsOfBatch(String batchId);

  /**
   * Which placements of ours an interaction in a workbin can stem from: those that were sent at
   * least once and that GWS did not refuse, confirmed or not, whichever node sent them.
   *
   * @param sightings the interactions and workbins, at most {@link #MAX_LIMIT}; one query answers
   *     for some hundred of them
   * @return for each of them that is ours at most {@link #MAX_SENT} placements, the latest received
   *     first; nothing for the others
   */
  Map<Sighting, List<Placement>> sentTo(Collection<Sighting> sightings);

  /**
   * The same for one interaction.
   *
   * @param workbin the workbin
   * @param interactionId the interaction seen in it
   * @return at most {@link #MAX_SENT} placements, the latest received first
   */
  default List<Placement> sentTo(GroupWorkbin workbin, String interactionId) {
    Sighting sighting = new Sighting(workbin, interactionId);
    return sentTo(List.of(sighting)).getOrDefault(sighting, List.of());
  }

  /**
   * How many placements there are. Kept with each change, so that asking is cheap.
   *
   * @return a number for each state
   */
  Map<PlacementState, Long> counts();

  /**
   * Whether the ledger can be read, and was written when last tried.
   *
   * @return its health
   */
  Health health();

  /** An interaction that was seen in a workbin. */
  record Sighting(GroupWorkbin workbin, String interactionId) {}

  /**
   * Which placements are listed.
   *
   * @param states those in one of these states; null or empty means all
   * @param since those whose state changed at this time or later; null means all
   * @param limit how many at the most, 1 to {@link #MAX_LIMIT}
   * @param after the last placement of the page before; null for the first page
   */
  record Filter(Set<PlacementState> states, Instant since, int limit, Position after) {
    /** Checks the limit and copies the states. */
    public Filter {
      states =
          states == null || states.isEmpty()
              ? EnumSet.allOf(PlacementState.class)
              : EnumSet.copyOf(states);
      if (limit < 1 || limit > MAX_LIMIT) {
        throw new IllegalArgumentException(
            "limit is " + limit + ": give a number from 1 to " + MAX_LIMIT);
      }
    }

    public static Filter all(int limit) {
      return new Filter(null, null, limit, null);
    }

    /**
     * The same filter, one page on.
     *
     * @param last the last placement of the page before
     */
    public Filter after(Placement last) {
      return new Filter(states, since, limit, Position.of(last));
    }
  }

  /** Where a placement stands in a list. It does not change while the placement does. */
  record Position(Instant receivedAt, String requestId) {
    public static Position of(Placement placement) {
      return new Position(placement.receivedAt(), placement.request().requestId());
    }
  }

  /**
   * One change of state.
   *
   * @param from the state before; null for the first
   * @param reason why, for people; null if the states say it all
   */
  record Step(Instant at, PlacementState from, PlacementState to, String reason) {}

  /**
   * How the ledger is.
   *
   * @param problem what is wrong, for people; null if nothing is
   */
  record Health(String problem, int waiting) {
    /**
     * Whether nothing is wrong.
     *
     * @return true if it can be read and written
     */
    public boolean isUp() {
      return problem == null;
    }
  }
}
