package org.workbinroutes.ops.config;

import static org.workbinroutes.ops.config.Group.WORKBIN;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The product's own folder, broker, routes and stop. */
public final class WorkbinOptions {
  /** Where everything is kept. */
  public static final Option<Path> DATA =
      Option.of(
              "workbin.data",
              WORKBIN,
              OptionTypes.path(),
              "The folder for everything the product keeps: inbox, sinks, the embedded broker's"
                  + " journal. The command line's --data wins.")
          .withDefault("data");

  /** The broker. */
  public static final Option<String> BROKER =
      Option.of(
              "workbin.broker",
              WORKBIN,
              OptionTypes.broker(),
              "The JMS broker: the embedded Artemis, or the URL of one of your own.")
          .withDefault("embedded");

  /** The embedded broker's TCP port. */
  public static final Option<Integer> BROKER_PORT =
      Option.of(
          "workbin.broker.port",
          WORKBIN,
          OptionTypes.wholeNumber(1, 65535),
          "Opens the embedded broker to other programs of this machine, on 127.0.0.1 and this"
              + " port. Without it the broker has no port. Needs workbin.broker.username and"
              + " workbin.broker.password.");

  /** The broker's user. */
  public static final Option<String> BROKER_USERNAME =
      Option.of(
          "workbin.broker.username", WORKBIN, OptionTypes.text(), "The user name at the broker.");

  /** The broker's password. */
  public static final Option<String> BROKER_PASSWORD =
      Option.secret("workbin.broker.password", WORKBIN, "The password at the broker.");

  /** Where notifications wait for the sinks. */
  public static final Option<String> SPOOL_PUBLISH =
      Option.of(
              "workbin.spool.publish",
              WORKBIN,
              OptionTypes.endpoint(),
              "Where each notification is put for the sinks to read.")
          .withDefault("jms:topic:workbin.notifications");

  /** How long a stop may take. */
  public static final Option<Duration> STOP_TIMEOUT =
      Option.of(
              "workbin.stop-timeout",
              WORKBIN,
              OptionTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
              "How long a stop waits for what is under way. After it the stop is forced; the"
                  + " process ends within two seconds more.")
          .withDefault("7s");

  /** Whether route files may have endpoints that a message chooses. */
  public static final Option<String> DYNAMIC_ENDPOINTS =
      Option.of(
              "workbin.routes.dynamic-endpoints",
              WORKBIN,
              OptionTypes.oneOf("refuse", "allow"),
              "Whether route files may use toD, recipientList, routingSlip, dynamicRouter and the"
                  + " like, by which a message chooses where it goes. Allow it for routes of your"
                  + " own that never take an address from outside.")
          .withDefault("refuse");

  private WorkbinOptions() {}

  static List<Option<?>> all() {
    return List.of(
        DATA,
        BROKER,
        BROKER_PORT,
        BROKER_USERNAME,
        BROKER_PASSWORD,
        SPOOL_PUBLISH,
        STOP_TIMEOUT,
        DYNAMIC_ENDPOINTS);
  }
}
