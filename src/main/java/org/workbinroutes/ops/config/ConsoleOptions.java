package org.workbinroutes.ops.config;

import static org.workbinroutes.ops.config.Group.CONSOLE;

import java.time.Duration;
import java.util.List;

/** The page for operators at {@code /console} of the HTTP server. */
public final class ConsoleOptions {
  public static final Option<Boolean> ENABLED =
      Option.of(
              "console.enabled",
              CONSOLE,
              OptionTypes.yesNo(),
              "Whether the HTTP server has a page for operators at /console. The page itself is"
                  + " open and holds no data; every figure on it needs the login of http.auth.")
          .withDefault("true");

  /** How often it asks how things stand. */
  public static final Option<Duration> EVERY =
      Option.of(
              "console.every",
              CONSOLE,
              OptionTypes.duration(Duration.ofMillis(250), Duration.ofMinutes(1)),
              "How often an open page asks how things stand. A page in a hidden tab asks nothing.")
          .withDefault("2s");

  private ConsoleOptions() {}

  static List<Option<?>> all() {
    return List.of(ENABLED, EVERY);
  }
}
