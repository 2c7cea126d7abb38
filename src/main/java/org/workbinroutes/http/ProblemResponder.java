package org.workbinroutes.http;

import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request whose route failed with a problem; nothing of the cause is in it but what was
 * made for the caller.
 */
public final class ProblemResponder implements Processor {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemResponder.class);
  private static final Problem UNAVAILABLE =
      Problem.of(
              "unavailable",
              "The request could not be served",
              503,
              "Look into the log, and send the request again later")
          .retryAfter(Duration.ofSeconds(30));

  @Override
  public void process(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Answer.of(problem(cause, exchange)).send(exchange);
  }

  private static Problem problem(Exception cause, Exchange exchange) {
    if (cause instanceof ProblemException known) {
      if (known.getCause() != null) {
        log(known.getCause(), exchange);
      }
      return known.problem();
    }
    for (ProblemSource source :
        exchange.getContext().getRegistry().findByType(ProblemSource.class)) {
      var problem = source.problem(cause, exchange);
      if (problem.isPresent()) {
        return problem.get();
      }
    }
    log(cause, exchange);
    return UNAVAILABLE;
  }

  private static void log(Throwable cause, Exchange exchange) {
    LOG.warn(
        "A request was not served, route {}: {}",
        exchange.getFromRouteId(),
        cause.getClass().getSimpleName());
    LOG.debug("The cause:", cause);
  }
}
