package org.workbinroutes.sink.mail;

import java.time.Duration;

/**
 * When a mail is sent, and what is in it.
 *
 * @param most how many notifications one mail has at most; so many send it at once
 * @param every how long a notification waits for others
 * @param attach whether the notifications themselves come along
 * @param limit how many can wait for a mail server that takes none
 */
record DigestRule(int most, Duration every, boolean attach, int limit) {
  private static final int LARGEST = 10_000;

  /** Checks the numbers. */
  DigestRule {
    if (most < 1 || most > LARGEST) {
      throw new IllegalArgumentException(
          "maildigest: most=" + most + " is how many notifications a mail has: 1 to " + LARGEST);
    }
    if (every.isNegative() || every.isZero()) {
      throw new IllegalArgumentException(
          "maildigest: every is how long a notification waits for others: write 5m or the like");
    }
    if (limit < most) {
      throw new IllegalArgumentException(
          "maildigest: limit="
              + limit
              + " is less than one mail holds: write "
              + most
              + " or more");
    }
  }
}
