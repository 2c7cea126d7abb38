package org.workbinroutes.placement;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how long a placement is tried again after GWS could not take it.
 *
 * @param maxAttempts AddInteraction calls in all, at least 1
 * @param maxTime from the first call to the last, at the most
 * @param firstPause before the second call; it doubles from call to call, with a random share
 * @param maxPause the longest pause, unless GWS asks for a longer one
 */
public record RetryPolicy(
    int maxAttempts, Duration maxTime, Duration firstPause, Duration maxPause) {
  /** Checks that the numbers make sense. */
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
   * When to try again.
   *
   * @param attempts calls made so far
   * @param spent since the first call
   * @param retryAfter how long GWS asks to wait; null if it does not say
   * @return the pause before the next call, or empty if there is to be none
   */
  public Optional<Duration> pauseAfter(int attempts, Duration spent, Duration retryAfter) {
    if (attempts >= maxAttempts) {
      return Optional.empty();
    }
    Duration pause =
        Duration.ofMillis(
            IntervalFunction.ofExponentialRandomBackoff(
                    firstPause.toMillis(), 2.0, 0.5, maxPause.toMillis())
                .apply(Math.max(1, attempts)));
    if (retryAfter != null && retryAfter.compareTo(pause) > 0) {
      pause = retryAfter;
    }
    return spent.plus(pause).compareTo(maxTime) > 0 ? Optional.empty() : Optional.of(pause);
  }
}
