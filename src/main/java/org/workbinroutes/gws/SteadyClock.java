package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock to measure waits with: it starts at the time of day and then only follows the running
 * time of the machine. When somebody sets the time of day an hour back, what waits for half a
 * second does not wait for an hour, and what may take two minutes is not given up an hour early
 * when it is set forward.
 */
public final class SteadyClock extends Clock {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a steady clock tells no time of day");
  }
}
