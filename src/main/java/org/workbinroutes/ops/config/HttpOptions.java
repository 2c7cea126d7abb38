package org.workbinroutes.ops.config;

import static org.workbinroutes.ops.config.Group.HTTP;

import java.util.List;

/** The server of the HTTP intake. */
public final class HttpOptions {
  /** The address to listen at. */
  public static final Option<String> HOST =
      Option.of(
              "http.host",
              HTTP,
              OptionTypes.text(),
              "The address to listen at. The default can be reached from this machine only;"
                  + " 0.0.0.0 listens everywhere.")
          .withDefault("127.0.0.1");

  /** The port to listen at. */
  public static final Option<Integer> PORT =
      Option.of("http.port", HTTP, OptionTypes.wholeNumber(1, 65535), "The port to listen at.")
          .withDefault("8080");

  /** The largest request body. */
  public static final Option<Long> MAX_BODY =
      Option.of(
              "http.max-body",
              HTTP,
              OptionTypes.size(1024, 1L << 30),
              "The largest request body that is taken; a larger one is answered 413.")
          .withDefault("1MB");

  private HttpOptions() {}

  static List<Option<?>> all() {
    return List.of(HOST, PORT, MAX_BODY);
  }
}
