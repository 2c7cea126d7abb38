package org.workbinroutes.outage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Captures what is logged by this process, until it is closed. */
public final class CapturedLog implements AutoCloseable {
  private final List<LogEvent> events = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final AbstractAppender appender;

  private CapturedLog(Logger logger) {
    this.logger = logger;
    this.appender =
        new AbstractAppender("captured-" + hashCode(), null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            events.add(event.toImmutable());
          }
        };
    appender.start();
    logger.addAppender(appender);
  }

  /** Captures everything. */
  public static CapturedLog ofAll() {
    return new CapturedLog((Logger) LogManager.getRootLogger());
  }

  /** The lines so far, as {@code WARN text}, of INFO and above. */
  public List<String> lines() {
    return events.stream()
        .filter(event -> event.getLevel().isMoreSpecificThan(Level.INFO))
        .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
        .toList();
  }

  /** The lines so far at the levels of the shipped configuration. */
  public List<String> shippedLines() {
    return events.stream()
        .filter(
            event ->
                event
                    .getLevel()
                    .isMoreSpecificThan(
                        event.getLoggerName().startsWith("org.workbinroutes")
                            ? Level.INFO
                            : Level.WARN))
        .map(event -> event.getLevel() + " " + event.getMessage().getFormattedMessage())
        .toList();
  }

  /** Those of the lines so far that contain a text. */
  public List<String> linesWith(String text) {
    return lines().stream().filter(line -> line.contains(text)).toList();
  }

  /** Those of the lines so far, of WARN and above, that came with a stack trace. */
  public List<String> stackTraces() {
    return events.stream()
        .filter(event -> event.getLevel().isMoreSpecificThan(Level.WARN))
        .filter(event -> event.getThrown() != null)
        .map(event -> event.getMessage().getFormattedMessage() + ": " + event.getThrown())
        .toList();
  }

  @Override
  public void close() {
    logger.removeAppender(appender);
    appender.stop();
  }
}
