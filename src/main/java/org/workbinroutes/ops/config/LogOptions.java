package org.workbinroutes.ops.config;

import static org.workbinroutes.ops.config.Group.LOG;

import java.util.List;

/** How the product logs. */
public final class LogOptions {
  /** The form of a line. */
  public static final Option<String> FORMAT =
      Option.of(
              "log.format",
              LOG,
              OptionTypes.oneOf("text", "json"),
              "text for people, set up in config/log4j2.properties; json, one object per line, set up"
                  + " in config/log4j2-json.properties.")
          .withDefault("text");

  private LogOptions() {}

  static List<Option<?>> all() {
    return List.of(FORMAT);
  }
}
