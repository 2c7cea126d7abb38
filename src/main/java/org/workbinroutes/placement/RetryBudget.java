package org.workbinroutes.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * The retries that one placement has used up. Only failures count that are the request's own, and
 * only the time between two of those: while GWS is down a request waits as long as it takes.
 */
final class RetryBudget {
  private final RetryPolicy policy;
  private int calls;
  private int looks;
  private int failures;
  private Duration spent = Duration.ZERO;

  /** The latest counted failure, or the first call; null after a failure that did not count. */
  private Instant countedSince;

  private long answersSeen = -1;
  private boolean exhausted;

  RetryBudget(RetryPolicy policy) {
    this.policy = policy;
  }

  /**
   * A call, or a look into the workbin, begins.
   *
   * @param answers how many calls GWS has answered so far
   */
  void begins(Instant now, long answers) {
    if (answersSeen < 0) {
      answersSeen = answers;
      countedSince = now;
    }
  }

  /** Time in which nothing was tried is not counted. */
  void excuse(Duration waited) {
    if (countedSince != null) {
      countedSince = countedSince.plus(waited);
    }
  }

  /**
   * Whether GWS has answered others since this one failed last.
   *
   * @param answers how many calls GWS has answered so far
   */
  boolean othersWereAnswered(long answers) {
    boolean more = answers > answersSeen;
    answersSeen = answers;
    return more;
  }

  /** A failure that is not the request's own. */
  void outage() {
    failures++;
    countedSince = null;
  }

  void callFailed(Instant now) {
    calls++;
    count(calls, now);
  }

  void lookFailed(Instant now) {
    looks++;
    count(looks, now);
  }

  /** Whether no more calls are to be made. */
  boolean isExhausted() {
    return exhausted;
  }

  /**
   * The pause before the next try.
   *
   * @param asked how long GWS asks to wait; null if it does not say
   */
  Duration pause(Duration asked) {
    return policy.pause(failures, asked);
  }

  private void count(int attempts, Instant now) {
    failures++;
    if (countedSince != null) {
      spent = spent.plus(Duration.between(countedSince, now));
    }
    countedSince = now;
    exhausted = policy.isExhausted(attempts, spent);
  }
}
