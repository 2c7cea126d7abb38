package org.workbinroutes.placement;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.workbinroutes.placement.WaitReasons.Waiting;

/**
 * The requests that this process is placing at the moment. A claim in the ledger can run out while
 * a request waits for GWS to come back; it must not be taken up a second time then.
 */
public final class InFlight {
  private static final Waiting NOT_WAITING = new Waiting("", Instant.EPOCH, null);

  private final Map<String, Waiting> requests = new ConcurrentHashMap<>();

  /** Notes that a request is being placed, until {@link #end}. */
  void begin(String requestId) {
    requests.put(requestId, NOT_WAITING);
  }

  /** Notes that a request is not being placed any more. */
  void end(String requestId) {
    requests.remove(requestId);
  }

  /** Whether this process places a request. */
  boolean contains(String requestId) {
    return requests.containsKey(requestId);
  }

  /** Notes why a request that is being placed has to wait. */
  void waits(String requestId, String reason, Instant now, Duration pause) {
    requests.computeIfPresent(
        requestId,
        (id, before) ->
            new Waiting(
                reason,
                NOT_WAITING.equals(before) ? now.truncatedTo(ChronoUnit.MILLIS) : before.since(),
                now.plus(pause).truncatedTo(ChronoUnit.MILLIS)));
  }

  /**
   * Why a request waits.
   *
   * @return empty if it is not being placed, or its call did not fail so far
   */
  Optional<Waiting> waiting(String requestId) {
    return Optional.ofNullable(requests.get(requestId)).filter(known -> !NOT_WAITING.equals(known));
  }

  /** How many requests are being placed. */
  public int size() {
    return requests.size();
  }
}
