package org.workbinroutes.ops.routes;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.workbinroutes.intake.FileIntake;
import org.workbinroutes.ops.config.OptionType;
import org.workbinroutes.ops.config.OptionTypes;

/**
 * What may be typed for the parameters of the product's own templates. Names, defaults and which
 * must be given stand in the route files; a rule of a sink is read by the sink's own classes.
 */
final class ParameterTypes {
  private static final OptionType<?> COUNT = OptionTypes.wholeNumber(1, Integer.MAX_VALUE);
  private static final OptionType<?> MILLIS = OptionTypes.wholeNumber(0, Integer.MAX_VALUE);
  private static final OptionType<?> BYTES = OptionTypes.bytes();
  private static final OptionType<?> PAUSE = OptionTypes.pause(Duration.ZERO, Duration.ofDays(1));
  private static final OptionType<?> ENDPOINT = OptionTypes.endpoint();

  private static final Map<String, Map<String, OptionType<?>>> TYPES =
      Map.of(
          "sink",
          Map.of(
              "to", ENDPOINT,
              "source", ENDPOINT,
              "deadLetters", ENDPOINT,
              "retries", OptionTypes.wholeNumber(-1, Integer.MAX_VALUE),
              "firstDelay", PAUSE,
              "maxDelay", PAUSE,
              "onFailure", OptionTypes.exactly("dead-letter", "hold"),
              "order", OptionTypes.exactly("workbin", "all", "none"),
              "concurrency", OptionTypes.wholeNumber(1, 1_000)),
          "file-intake",
          Map.ofEntries(
              Map.entry("directory", OptionTypes.path()),
              Map.entry("done", OptionTypes.path()),
              Map.entry("failed", OptionTypes.path()),
              Map.entry("results", OptionTypes.path()),
              Map.entry("concurrency", OptionTypes.wholeNumber(1, 1_000)),
              Map.entry("delay", OptionTypes.pause(Duration.ofMillis(1), Duration.ofDays(1))),
              Map.entry("minAge", MILLIS),
              Map.entry("ready", OptionTypes.exactly("unchanged", "marker", "rename")),
              Map.entry("order", OptionTypes.exactly("name", "time")),
              Map.entry("subfolders", OptionTypes.yesNo()),
              Map.entry("lockTimeout", OptionTypes.wholeNumber(100, Integer.MAX_VALUE)),
              Map.entry("charset", OptionTypes.of("encoding", FileIntake::charset)),
              Map.entry("onError", OptionTypes.exactly("continue", "reject-file")),
              Map.entry("maxFileSize", BYTES),
              Map.entry("maxUnpackedSize", BYTES),
              Map.entry("maxErrors", COUNT)),
          "jms-intake",
          Map.of(
              "destinationType",
              OptionTypes.exactly("queue", "topic"),
              "concurrentConsumers",
              OptionTypes.wholeNumber(1, 1_000),
              "batch",
              COUNT,
              "prefetch",
              OptionTypes.wholeNumber(-1, Integer.MAX_VALUE),
              "replyTimeout",
              COUNT,
              "maxRecords",
              COUNT,
              "maxMessageSize",
              COUNT,
              "shared",
              OptionTypes.yesNo()));

  private ParameterTypes() {}

  /** The type of a parameter; empty if any text will do. */
  static Optional<OptionType<?>> of(String template, String parameter) {
    return Optional.ofNullable(TYPES.getOrDefault(template, Map.of()).get(parameter));
  }
}
