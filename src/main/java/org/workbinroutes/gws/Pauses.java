package org.workbinroutes.gws;

import io.github.resilience4j.core.IntervalFunction;

/** The pauses between attempts: doubling, bounded, each with a random share so none align. */
final class Pauses {
  private static final double RANDOM_SHARE = 0.5;

  private Pauses() {}

  static IntervalFunction between(GwsConfiguration configuration) {
    long first = Math.max(1, configuration.getReconnectDelay());
    return IntervalFunction.ofExponentialRandomBackoff(
        first, 2.0, RANDOM_SHARE, Math.max(first, configuration.getMaxReconnectDelay()));
  }

  /** Between logins that GWS takes and does not know for long; they cost it a session each. */
  static IntervalFunction betweenLogins(GwsConfiguration configuration) {
    long first = Math.max(1, 4 * configuration.getReconnectDelay());
    return IntervalFunction.ofExponentialRandomBackoff(
        first, 2.0, RANDOM_SHARE, Math.max(first, 10 * configuration.getMaxReconnectDelay()));
  }
}
