package org.workbinroutes.ops.config;

/** How the product logs. */
public final class LogOptions {
  public static final Option<String> FORMAT =
      Option.of(
              "log.format",
              OptionTypes.oneOf("text", "json"),
              "text for people, set up in config/log4j2.properties; json, one object per line, set"
                  + " up in config/log4j2-json.properties.")
          .withDefault("text");

  private LogOptions() {}
}
