package org.workbinroutes.ops.config;

import java.net.URI;

/** The server for probes and metrics, apart from the HTTP intake's, and traces. */
public final class ManagementOptions {
  public static final Option<String> HOST =
      Option.of(
              "management.host",
              OptionTypes.text(),
              "The address to listen at for health and metrics. There is no login: open it to the"
                  + " network of your monitoring only.")
          .withDefault("127.0.0.1");

  public static final Option<Integer> PORT =
      Option.of(
              "management.port",
              OptionTypes.portOrOff(),
              "The port of /observe/health, /observe/health/live, /observe/health/ready and"
                  + " /observe/metrics (Prometheus); off opens none.")
          .withDefault("off");

  public static final Option<String> TRACES =
      Option.of(
              "management.traces",
              OptionTypes.oneOf("none", "otlp"),
              "otlp sends a trace of each placement to a collector of OpenTelemetry, by OTLP over"
                  + " HTTP; none sends nothing.")
          .withDefault("none");

  public static final Option<URI> TRACES_ENDPOINT =
      Option.of(
              "management.traces.endpoint",
              OptionTypes.httpUrl(),
              "The collector's address with its path.")
          .withDefault("http://127.0.0.1:4318/v1/traces");

  public static final Option<Integer> TRACES_PERCENT =
      Option.of(
              "management.traces.percent",
              OptionTypes.wholeNumber(1, 100),
              "How many of a hundred placements are traced.")
          .withDefault("100");

  private ManagementOptions() {}
}
