package org.workbinroutes.sink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;

/**
 * Logs the dead letters of one sink, each with a line of its own. Of many in one minute only the
 * first few have one; the next line after that minute says how many had none.
 */
final class DeadLetterLog {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_LINES = 5;

  private final Logger log;
  private final String sink;
  private final Clock clock;
  private Instant windowStart = Instant.EPOCH;
  private int lines;
  private long unlogged;

  DeadLetterLog(Logger log, String sink, Clock clock) {
    this.log = log;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * A dead letter was kept.
   *
   * @param kind the exception's name or the HTTP status, nothing of the notification
   */
  void kept(String id, String kind) {
    Instant now = clock.instant();
    long before;
    boolean last;
    synchronized (this) {
      if (now.isBefore(windowStart) || Duration.between(windowStart, now).compareTo(WINDOW) >= 0) {
        windowStart = now;
        lines = 0;
      }
      if (lines == MOST_LINES) {
        unlogged++;
        return;
      }
      lines++;
      last = lines == MOST_LINES;
      before = unlogged;
      unlogged = 0;
    }
    log.warn(
        "Sink {} has a new dead letter {} ({}){}{}: see them with dead-letters show {}",
        sink,
        id,
        kind,
        before == 0 ? "" : ", and " + before + " more before it",
        last ? ", further ones of this minute are only counted" : "",
        sink);
  }
}
