package org.workbinroutes.placement;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;

/**
 * Has every line that is logged while a route works on a request name it, as {@value #REQUEST_ID}
 * of the logging context. For routes without a delay: they begin and end on one thread.
 */
public final class RequestLog extends RoutePolicySupport {
  /** The key in the logging context. */
  public static final String REQUEST_ID = "requestId";

  @Override
  public void onExchangeBegin(Route route, Exchange exchange) {
    if (exchange.getProperty(PlacementAttempt.PROPERTY) instanceof PlacementAttempt attempt) {
      MDC.put(REQUEST_ID, attempt.requestId());
    }
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    MDC.remove(REQUEST_ID);
  }
}
