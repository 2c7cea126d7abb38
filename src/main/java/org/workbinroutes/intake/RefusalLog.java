package org.workbinroutes.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once of each file why it is not read. Whoever may write into the folder decides how many
 * there are, so lines and memory are bounded: after a number of lines in a minute the rest is
 * counted.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LINES_PER_MINUTE = 20;
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, String> logged = new HashMap<>();
  private Instant minute = Instant.MIN;
  private int lines;

  RefusalLog(Clock clock) {
    this.clock = clock;
  }

  /** Reports that a file is not read; asked for each file with each look into the folder. */
  synchronized void refused(String folder, String name, String why) {
    if (why.equals(logged.get(name))) {
      return;
    }
    Instant now = clock.instant();
    if (minute.equals(Instant.MIN) || Duration.between(minute, now).compareTo(MINUTE) >= 0) {
      minute = now;
      lines = 0;
    }
    if (lines > LINES_PER_MINUTE) {
      return;
    }
    lines++;
    if (lines > LINES_PER_MINUTE) {
      LOG.warn(
          "More files in {} are not read and stay where they are; GET /files says why. The log goes"
              + " on in a minute",
          folder);
      return;
    }
    if (logged.size() >= REMEMBERED) {
      logged.clear();
    }
    logged.put(name, why);
    LOG.warn(
        "The file {} in {} is not read and stays where it is: {}",
        FieldNames.shown(name),
        folder,
        why);
  }
}
