package org.workbinroutes.placement;

import java.time.Instant;
import java.util.List;

/**
 * Many requests that came in together.
 *
 * @param batchId what it is called; has no {@code #}
 * @param digest tells whether another batch has the same content
 * @param tally what was found in it; null while it is still being read
 */
public record Batch(String batchId, String digest, Instant receivedAt, Tally tally) {
  /** What the sources of all placements begin with that came in a batch. */
  public static final String SOURCE = "http:";

  /**
   * Where a placement of a batch came from, see {@link Placement#source()}.
   *
   * @param position the place in it, from 1
   * @return for example {@code http:orders-1#3}
   */
  public static String source(String batchId, long position) {
    return sourcePrefix(batchId) + position;
  }

  /**
   * What the sources of a batch's placements begin with.
   *
   * @return the source without the position
   */
  public static String sourcePrefix(String batchId) {
    return SOURCE + batchId + "#";
  }

  /**
   * Whether all of it was read.
   *
   * @return true if its good requests are in the ledger
   */
  public boolean isComplete() {
    return tally != null;
  }

  /**
   * What was found in a batch.
   *
   * @param entered requests that are in the ledger because of it
   * @param known requests that the ledger had before
   * @param refused records that are no request, or whose request id was used for another
   */
  public record Tally(long total, long entered, long known, long refused, List<Refusal> refusals) {
    public Tally {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * A record that was refused.
   *
   * @param position its place in the batch, from 1
   * @param errors what is wrong with it; holds no value of the record
   */
  public record Refusal(long position, long line, String reason, List<Fault> errors) {
    public Refusal {
      errors = List.copyOf(errors);
    }

    /** One thing that is wrong. */
    public record Fault(String pointer, String detail) {}
  }
}
