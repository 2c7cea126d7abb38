package org.workbinroutes.ops.config;

import java.time.Duration;

/** The page for operators at {@code /console} of the HTTP server. */
public final class ConsoleOptions {
  public static final Option<Boolean> ENABLED =
      Option.of(
              "console.enabled",
              OptionTypes.yesNo(),
              "Whether the HTTP server has a page for operators at /console. The page itself is"
                  + " open and holds no data; every figure on it needs the login of http.auth.")
          .withDefault("true");

  public static final Option<Duration> EVERY =
      Option.of(
              "console.every",
              OptionTypes.duration(Duration.ofMillis(250), Duration.ofMinutes(1)),
              "How often an open page asks how things stand. A page in a hidden tab asks nothing.")
          .withDefault("2s");

  private ConsoleOptions() {}
}
