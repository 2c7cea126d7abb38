package org.workbinroutes.placement;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How often and how long a placement is tried again that GWS does not take while it works for
 * others.
 *
 * @param maxAttempts AddInteraction calls in all, at least 1
 * @param firstPause before the second call; it doubles from call to call, with a random share
 * @param maxPause the longest pause, unless GWS asks for a longer one
 */
public record RetryPolicy(
    int maxAttempts, Duration maxTime, Duration firstPause, Duration maxPause) {
  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts is " + maxAttempts + ": give at least 1");
    }
    if (firstPause.isNegative() || firstPause.isZero() || maxPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "the first pause must be longer than nothing and not longer than the longest pause");
    }
  }

  /**
   * The pause before the next call.
   *
   * @param retryAfter how long GWS asks to wait; null if it does not say
   * @return the pause, at least as long as GWS asks for
   */
  public Duration pause(int failures, Duration retryAfter) {
    Duration pause =
        Duration.ofMillis(
            IntervalFunction.ofExponentialRandomBackoff(
                    firstPause.toMillis(), 2.0, 0.5, maxPause.toMillis())
                .apply(Math.max(1, failures)));
    return retryAfter != null && retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
  }

  /**
   * Whether there is to be no further call.
   *
   * @return true if one of the two is used up
   */
  public boolean isExhausted(int attempts, Duration spent) {
    return attempts >= maxAttempts || spent.compareTo(maxTime) >= 0;
  }
}
