package org.workbinroutes.sink;

import java.time.Duration;

/**
 * An endpoint that can tell whether notifications would get through, without sending one. It is
 * asked before it was started, and beside a running product.
 */
@FunctionalInterface
public interface Trial {
  /**
   * Goes as far as it can without sending anything.
   *
   * @param patience how long one answer may take
   * @return what was found, without secrets
   * @throws TrialFailedException if a notification would not get through
   */
  String tryOut(Duration patience) throws TrialFailedException;
}
