package org.workbinroutes.sink;

import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether a failed notification belongs to a sink that is about to stop. It has not had all its
 * attempts then, so it is no dead letter: it goes back to the spool.
 */
final class SinkStopping implements Predicate {
  @Override
  public boolean matches(Exchange exchange) {
    SinkFilter filter = exchange.getProperty(SinkFilter.FILTER, SinkFilter.class);
    return exchange.getContext().isStopping() || (filter != null && filter.isAboutToStop());
  }
}
