package org.workbinroutes.http;

import java.util.Optional;
import org.apache.camel.Exchange;

/** A bean that knows which problem the exceptions of its own part of the product are. */
public interface ProblemSource {
  /**
   * The problem to answer.
   *
   * @return empty if it is none of this part's
   */
  Optional<Problem> problem(Exception cause, Exchange exchange);
}
