package org.workbinroutes.outage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Logs an event that somebody outside can cause as often as he likes: the first at once, later ones
 * at most once a minute, with their number. Safe for use by several threads.
 */
public final class EventLog {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Consumer<String> log;
  private final Clock clock;
  private Instant lastLine;
  private long unnamed;

  /** Makes a log for one kind of event. */
  public EventLog(Consumer<String> log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Reports an event.
   *
   * @param line says what happened and what to do, without secrets or personal data; asked for only
   *     if it is logged
   */
  public void happened(Supplier<String> line) {
    long others;
    synchronized (this) {
      Instant now = clock.instant();
      if (lastLine != null && Duration.between(lastLine, now).compareTo(PERIOD) < 0) {
        unnamed++;
        return;
      }
      lastLine = now;
      others = unnamed;
      unnamed = 0;
    }
    log.accept(line.get() + (others == 0 ? "" : " (and " + others + " more since the last line)"));
  }
}
