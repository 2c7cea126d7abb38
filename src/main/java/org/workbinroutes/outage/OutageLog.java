package org.workbinroutes.outage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Logs an outage once when it begins, once a minute while it lasts, and once when it ends.
 *
 * <p>Callers report every failure and every success; the log gets a line for a change of state and
 * a reminder with the first failure after each minute:
 *
 * <pre>
 * WARN GWS is down since 11:45:23 (connection refused): 9 requests wait, next try in 10 s
 * INFO GWS is back after 5 min 37 s
 * </pre>
 *
 * <p>Safe for use by several threads. A report of success while nothing is wrong costs one volatile
 * read.
 */
public final class OutageLog {
  private static final Duration REMINDER = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Logger log;
  private final String subject;
  private final Clock clock;
  private final ZoneId zone;
  private Instant lastLine;
  private volatile Outage current;

  /**
   * Makes a log for one part.
   *
   * @param subject what can fail, as the sentence's first words: {@code GWS}, {@code Sink orders}
   * @param clock measures the outage; its zone is not used, times are those of the system's zone
   */
  public OutageLog(Logger log, String subject, Clock clock) {
    this.log = log;
    this.subject = subject;
    this.clock = clock;
    this.zone = ZoneId.systemDefault();
  }

  /**
   * Reports a failure.
   *
   * @param reason why, one short line without secrets or personal data
   * @param consequence what waits and when the next try is; asked for only if a line is logged,
   *     blank leaves it out
   */
  public void failed(String reason, Supplier<String> consequence) {
    Instant now = clock.instant();
    Instant since;
    synchronized (this) {
      since = current == null ? now : current.since();
      current = new Outage(since, reason);
      if (lastLine != null && Duration.between(lastLine, now).compareTo(REMINDER) < 0) {
        return;
      }
      lastLine = now;
    }
    String follows = consequence.get();
    log.warn(
        "{} is down since {} ({}){}",
        subject,
        time(since, now),
        reason,
        follows.isBlank() ? "" : ": " + follows);
  }

  /** Reports a success, which ends the outage. */
  public void succeeded() {
    if (current == null) {
      return;
    }
    Duration lasted;
    synchronized (this) {
      if (current == null) {
        return;
      }
      lasted = Duration.between(current.since(), clock.instant());
      current = null;
      lastLine = null;
    }
    log.info("{} is back after {}", subject, inWords(lasted));
  }

  /**
   * The outage that lasts.
   *
   * @return empty while nothing is wrong
   */
  public Optional<Outage> current() {
    return Optional.ofNullable(current);
  }

  private String time(Instant since, Instant now) {
    boolean recent = Duration.between(since, now).compareTo(Duration.ofHours(20)) < 0;
    return (recent ? TIME : DAY_AND_TIME).withZone(zone).format(since);
  }

  /**
   * A duration in hours, minutes and seconds, as {@code 1 h 5 min 37 s}.
   *
   * @return {@code 0 s} for less than a second
   */
  public static String inWords(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toHours(), "h");
    add(parts, duration.toMinutesPart(), "min");
    add(parts, duration.toSecondsPart(), "s");
    return parts.isEmpty() ? "0 s" : String.join(" ", parts);
  }

  private static void add(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + " " + unit);
    }
  }
}
