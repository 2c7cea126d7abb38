package org.workbinroutes.ops.config;

import static org.workbinroutes.ops.config.Group.MANAGEMENT;

import java.util.List;

/** The server for probes and metrics, apart from the HTTP intake's. */
public final class ManagementOptions {
  /** The address to listen at. */
  public static final Option<String> HOST =
      Option.of(
              "management.host",
              MANAGEMENT,
              OptionTypes.text(),
              "The address to listen at for health and metrics. There is no login: open it to the"
                  + " network of your monitoring only.")
          .withDefault("127.0.0.1");

  /** The port to listen at. */
  public static final Option<Integer> PORT =
      Option.of(
              "management.port",
              MANAGEMENT,
              OptionTypes.portOrOff(),
              "The port of /observe/health, /observe/health/live, /observe/health/ready and"
                  + " /observe/metrics (Prometheus); off opens none.")
          .withDefault("off");

  private ManagementOptions() {}

  static List<Option<?>> all() {
    return List.of(HOST, PORT);
  }
}
