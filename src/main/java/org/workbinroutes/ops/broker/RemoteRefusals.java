package org.workbinroutes.ops.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is refused of remote clients, one line a minute at most: they decide how often. */
final class RemoteRefusals {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(RemoteRefusals.class);

  private final Clock clock;
  private Instant next = Instant.MIN;
  private long unsaid;

  RemoteRefusals(Clock clock) {
    this.clock = clock;
  }

  synchronized void refused(String what) {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      unsaid++;
      return;
    }
    LOG.warn(
        "The embedded broker refused {}{}",
        what,
        unsaid == 0 ? "" : "; before that " + unsaid + " others without a line in the log");
    next = now.plus(PAUSE);
    unsaid = 0;
  }
}
