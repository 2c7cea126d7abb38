package org.workbinroutes.placement;

import java.util.List;
import java.util.Optional;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * The book of all placements. One row per request id; every method returns when the change is as
 * safe as the ledger's engine makes it. States only move forward: a confirmation that comes before
 * the HTTP answer of its call is not undone by that answer.
 */
public interface Ledger {
  /**
   * Enters a request, unless its id is known.
   *
   * @param request the request
   * @param source where it came from, see {@link Placement#source()}
   * @return what the ledger knew of it
   */
  Entry receive(PlacementRequest request, String source);

  /**
   * Notes that an AddInteraction call is about to be sent; from now on an {@code ItemAdded} of its
   * workbin and interaction confirms it.
   *
   * @param requestId a known request id
   * @return the placement, with one attempt more
   */
  Placement sending(String requestId);

  /**
   * Notes that GWS passed the request on.
   *
   * @param requestId a known request id
   * @param referenceId GWS's number, or null if the answer had none
   * @return the placement, ACCEPTED, or CONFIRMED if the notification was faster
   */
  Placement accepted(String requestId, Long referenceId);

  /**
   * Notes that GWS refused the request.
   *
   * @param requestId a known request id
   * @param error why, for people
   * @return the placement, REJECTED, or CONFIRMED if its interaction was seen in the workbin
   */
  Placement rejected(String requestId, String error);

  /**
   * Notes that the request could not be placed and is not tried again by itself.
   *
   * @param requestId a known request id
   * @param error why, for people
   * @return the placement, FAILED, or CONFIRMED if its interaction was seen in the workbin
   */
  Placement failed(String requestId, String error);

  /**
   * Confirms the placements that wait for this interaction in this workbin.
   *
   * @param workbin the workbin
   * @param interactionId the interaction seen in it
   * @param referenceId GWS's number if the notification carried one, else null; a number that
   *     belongs to one of the waiting placements confirms that one alone
   * @return the placements that this confirmed, empty if it was nobody's of ours
   */
  List<Placement> confirm(GroupWorkbin workbin, String interactionId, Long referenceId);

  /**
   * Looks a placement up.
   *
   * @param requestId any text
   * @return the placement, or empty
   */
  Optional<Placement> find(String requestId);

  /**
   * What {@link #receive} found.
   *
   * @param placement the row: new, or as it stands
   * @param kind whether it is new
   */
  record Entry(Placement placement, Kind kind) {
    /** Whether a request was known. */
    public enum Kind {
      /** It was entered now. */
      NEW,
      /** The same request was entered before; the row tells what became of it. */
      KNOWN,
      /** The request id was used before for another content; nothing was changed. */
      CONFLICT
    }
  }
}
