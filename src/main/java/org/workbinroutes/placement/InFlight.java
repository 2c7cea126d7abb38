package org.workbinroutes.placement;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The requests that exchanges of this process are placing at the moment. A claim in the ledger can
 * run out while a request waits for GWS to come back; it must not be taken up a second time then.
 */
public final class InFlight {
  private final Set<String> requestIds = ConcurrentHashMap.newKeySet();

  /**
   * Notes that an exchange places a request, until the exchange is done.
   *
   * @param requestId the request
   * @param exchange the exchange
   */
  void begin(String requestId, Exchange exchange) {
    begin(requestId);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                end(requestId);
              }
            });
  }

  /**
   * Notes that a request is being placed, until {@link #end}.
   *
   * @param requestId the request
   */
  void begin(String requestId) {
    requestIds.add(requestId);
  }

  /**
   * Notes that a request is not being placed any more.
   *
   * @param requestId the request
   */
  void end(String requestId) {
    requestIds.remove(requestId);
  }

  /**
   * Whether an exchange of this process places a request.
   *
   * @param requestId the request
   * @return true while it does
   */
  boolean contains(String requestId) {
    return requestIds.contains(requestId);
  }

  /**
   * How many requests are being placed.
   *
   * @return their number
   */
  public int size() {
    return requestIds.size();
  }
}
