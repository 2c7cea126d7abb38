package org.workbinroutes.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * The book of all placements, for those who place. One row per request id; every method returns
 * when its change is as safe as the ledger's engine makes it (docs/guarantees.md). States only move
 * forward, also when several nodes share one ledger: a confirmation that comes before the HTTP
 * answer of its call is not undone by that answer. Only {@link #reopen} takes a placement back, and
 * only one that GWS refused, that was given up or that was pulled.
 *
 * <p>Safe for use by many threads. A method that changes something throws {@link
 * UnavailableException} if the ledger could not be written; the change may then have been made or
 * not, and is safe to be asked for again. It throws {@link IllegalArgumentException} if it is given
 * a request id that the ledger does not know.
 */
public interface Ledger extends LedgerView, AutoCloseable {
  /**
   * Enters a request, unless its id is known. Does not wait for it, so that one thread can have
   * many requests entered with one write. Blocks only while the ledger's queue is full.
   *
   * @param request the request
   * @param source where it came from, see {@link Placement#source()}
   * @param mode who works on it from now on if it is new
   * @return what the ledger knew of it, once that is safe, or the failure; a step that depends on
   *     it must not call the ledger unless it runs on an executor of its own
   */
  CompletableFuture<Entry> receive(PlacementRequest request, String source, Mode mode);

  /**
   * Opens a batch of requests, unless its id is known.
   *
   * @param batchId what the batch is called
   * @param digest tells whether another batch has the same content
   * @return the batch: new and not complete, or as it is known. Its digest tells whether it is
   *     another one
   */
  Batch openBatch(String batchId, String digest);

  /**
   * Notes that all of a batch was read and its good requests are in the ledger. One that is
   * complete is left as it is.
   *
   * @param batchId the id of an open batch
   * @param tally what was found in it
   * @return the batch, complete
   */
  Batch closeBatch(String batchId, Batch.Tally tally);

  /**
   * Notes that an AddInteraction call is about to be sent; from now on an {@code ItemAdded} of its
   * workbin and interaction confirms it. Prolongs this node's claim on it.
   *
   * @param requestId a known request id
   * @return the placement, with one attempt more
   * @throws NotOpenException if it must not be sent: its state is not RECEIVED any more, or another
   *     node has claimed it
   */
  Placement sending(String requestId);

  /**
   * Takes back what the last {@link #sending} or {@link Mode#CALL} noted, of a call that surely was
   * not sent. The claim stays.
   *
   * @param requestId a known request id
   * @return the placement, with one attempt less; as it stands if it is not RECEIVED any more, or
   *     another node has claimed it meanwhile, however long ago
   */
  Placement notSent(String requestId);

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
   * @param error why, for people; null if nothing is known
   * @return the placement, REJECTED, or CONFIRMED if its interaction was seen in the workbin, or as
   *     it stands if another node has claimed it meanwhile
   */
  Placement rejected(String requestId, String error);

  /**
   * Notes that the request could not be placed and is not tried again by itself. Should its
   * interaction be seen in the workbin all the same, it is confirmed.
   *
   * @param requestId a known request id
   * @param error why, for people; null if nothing is known
   * @return the placement, FAILED, or CONFIRMED if its interaction was seen in the workbin, or as
   *     it stands if another node has claimed it meanwhile
   */
  Placement failed(String requestId, String error);

  /**
   * Confirms the placements that wait for this interaction in this workbin, whichever node sent
   * them. Waiting are all that were sent at least once and are neither confirmed nor rejected. Does
   * not wait for it, as {@link #receive} does not.
   *
   * @param workbin the workbin
   * @param interactionId the interaction seen in it
   * @param referenceId GWS's number if the notification carried one, else null; a number that
   *     belongs to one of the waiting placements confirms that one alone
   * @return the placements that this confirmed, empty if it was nobody's of ours; at most 1,000,
   *     and {@link #overdue} finds what is left. It fails and is used as that of {@link #receive}
   */
  CompletableFuture<List<Placement>> confirm(
      GroupWorkbin workbin, String interactionId, Long referenceId);

  /**
   * Notes that accepted placements were looked for in their workbin and not seen.
   *
   * @param requestIds known request ids, at most 1,000; those that are neither ACCEPTED nor
   *     UNCONFIRMED are left as they are
   * @param lookAgainAt when {@link #overdue} is to tell of them again
   */
  void unconfirmed(Collection<String> requestIds, Instant lookAgainAt);

  /**
   * Gives this node placements in state RECEIVED that nobody works on: their node was killed, or
   * they were reopened. A claim ends when the placement leaves RECEIVED, when the node that made it
   * opens the ledger anew, or after {@link org.workbinroutes.ledger.LedgerSettings#lease()} without
   * a {@link #sending}. A placement with attempts may be in its workbin already: look before you
   * call.
   *
   * @param limit how many at the most, 1 to 1,000
   * @return those that are now claimed by this node and by no other, the oldest first
   */
  List<Placement> claim(int limit);

  /**
   * Tells which placements should be looked for in their workbins: ACCEPTED ones that have waited
   * long enough for their notification, and UNCONFIRMED ones whose next look is due. After a gap in
   * the notifications, and after a restart, ask with {@link Duration#ZERO}.
   *
   * @param patience how long after its acceptance a placement may wait for its notification
   * @param limit how many placements at the most, 1 to 1,000
   * @return the placements by workbin, so that each workbin needs to be read once
   */
  List<Overdue> overdue(Duration patience, int limit);

  /**
   * Notes that an interaction was taken out of its workbin again. From now on the placement is not
   * looked for, and a late notification does not confirm it.
   *
   * @param requestId a known request id
   * @param reason what GWS or the workbin said, for the history; may be null
   * @return the placement, PULLED
   * @throws NotOpenException if it is none of ACCEPTED, CONFIRMED, UNCONFIRMED and PULLED
   */
  Placement pulled(String requestId, String reason);

  /**
   * Takes a placement that GWS refused, that was given up or that was pulled back to RECEIVED, so
   * that it is placed again by whoever claims it. Its attempts are kept: one that may have reached
   * GWS must be looked for before it is sent again.
   *
   * @param requestId a known request id
   * @param reason who wants it or why, for the history
   * @return the placement, RECEIVED
   * @throws NotOpenException if it is none of REJECTED, FAILED and PULLED
   */
  Placement reopen(String requestId, String reason);

  /**
   * Forgets old settled placements and their histories. A request id that was forgotten would be
   * placed anew. The ledger does this by itself, see {@link
   * org.workbinroutes.ledger.LedgerSettings#retention()}.
   *
   * @param settledBefore forget those that are settled and last changed before this
   * @param limit how many at the most, 1 to 1,000
   * @return how many were forgotten; less than the limit if no more are left
   */
  int purge(Instant settledBefore, int limit);

  /** Writes what is still queued and lets go of the engine. */
  @Override
  void close();

  /** Who works on a new request. */
  enum Mode {
    /** This node, which has a claim on it, see {@link #claim}. */
    CLAIM,
    /** This node, whose call follows at once: {@link #sending} is done with the same write. */
    CALL,
    /** Whoever claims it, on this node or another: it is safe long before it can be placed. */
    QUEUE
  }

  /**
   * What {@link #receive} found.
   *
   * @param placement the row: new, or as it stands
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

  /**
   * Placements to be looked for in one workbin.
   *
   * @param placements at least one, the oldest first
   */
  record Overdue(GroupWorkbin workbin, List<Placement> placements) {}

  /** The placement's state does not allow what was asked; nothing was changed. */
  final class NotOpenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final transient Placement placement;

    public NotOpenException(Placement placement, String message) {
      super(message);
      this.placement = placement;
    }

    /**
     * The placement.
     *
     * @return as it stands, never null
     */
    public Placement placement() {
      return placement;
    }
  }

  /** The ledger's engine could not be read or written. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes the exception.
     *
     * @param message what could not be done and what to look at
     * @param cause what the engine said, may be null
     */
    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
