package org.workbinroutes.ops.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The product's own folder, broker, routes and stop. */
public final class WorkbinOptions {
  private static final int SHORTEST_KEY = 32;

  public static final Option<Path> DATA =
      Option.of(
              "workbin.data",
              OptionTypes.path(),
              "The folder for everything the product keeps: inbox, sinks, the embedded broker's"
                  + " journal. The command line's --data wins.")
          .withDefault("data");

  public static final Option<String> BROKER =
      Option.of(
              "workbin.broker",
              OptionTypes.broker(),
              "The JMS broker: the embedded Artemis; the URL of an Artemis (tcp://), of any broker"
                  + " that speaks AMQP 1.0 (amqp://, amqps://) or, after activemq:, of an ActiveMQ"
                  + " 5 or 6; or bean:NAME, a connection factory made with camel.beans.NAME; or"
                  + " none, with workbin.spool=memory and without intakes and sinks on JMS.")
          .withDefault("embedded");

  public static final Option<String> BROKER_COMPONENT =
      Option.of(
              "workbin.broker.component",
              OptionTypes.component(),
              "The Camel component that leads to the broker: sinks write"
                  + " jms:topic:crm.notifications. Another name is for who embeds the routes in a"
                  + " CamelContext with a component jms of its own.")
          .withDefault("jms");

  public static final Option<Integer> BROKER_PORT =
      Option.of(
          "workbin.broker.port",
          OptionTypes.wholeNumber(1, 65535),
          "Opens the embedded broker to other programs of this machine, on 127.0.0.1 and this"
              + " port. Without it the broker has no port. Needs workbin.broker.username and"
              + " workbin.broker.password, or workbin.broker.users.");

  public static final Option<String> BROKER_USERNAME =
      Option.of(
          "workbin.broker.username",
          OptionTypes.text(),
          "The user name at the broker. With workbin.broker.port it is the user of a remote program"
              + " that may send placement requests, if workbin.broker.users gives it no other"
              + " roles.");

  public static final Option<String> BROKER_PASSWORD =
      Option.secret("workbin.broker.password", "The password at the broker.");

  public static final Option<List<BrokerUser>> BROKER_USERS =
      Option.secret(
          "workbin.broker.users",
          OptionTypes.listOf("name:hash:role+role", BrokerUser::parse),
          "Who may log in at workbin.broker.port, and what each may do: send (placement requests,"
              + " and read the answers to them), dead-letters (read and take them), notifications"
              + " (subscribe to them). hash is the SHA-256 of the password; workbin-routes key"
              + " --broker ROLES NAME makes both. The user of workbin.broker.username is named"
              + " without hash.");

  public static final Option<Path> BROKER_TRUST_STORE =
      Option.of(
          "workbin.broker.trust-store",
          OptionTypes.path(),
          "A key store (PKCS12 or JKS) with the certificates by which a broker behind TLS is"
              + " known: tcp:// then speaks TLS, amqps:// does anyway. Those that Java trusts if"
              + " not set.");

  public static final Option<String> BROKER_TRUST_STORE_PASSWORD =
      Option.secret(
          "workbin.broker.trust-store-password", "The password of workbin.broker.trust-store.");

  public static final Option<Path> BROKER_KEY_STORE =
      Option.of(
          "workbin.broker.key-store",
          OptionTypes.path(),
          "A key store (PKCS12 or JKS) with our key and certificate, for a broker that asks for"
              + " one.");

  public static final Option<String> BROKER_KEY_STORE_PASSWORD =
      Option.secret(
          "workbin.broker.key-store-password", "The password of workbin.broker.key-store.");

  public static final Option<List<String>> BROKER_ADDRESSES =
      Option.of(
              "workbin.broker.addresses",
              OptionTypes.listOf("queues and topics", text -> text),
              "The queues and topics of the embedded broker that are open to programs which log in"
                  + " at workbin.broker.port, each by its role: send for what an intake reads,"
                  + " dead-letters for its dead letters, notifications for workbin.notifications"
                  + " and what a sink writes. Add the queue or topic of a sink that they are to"
                  + " read.")
          .withDefault("workbin.placements,workbin.dead-letters,workbin.notifications");

  public static final Option<String> SPOOL =
      Option.of(
              "workbin.spool",
              OptionTypes.oneOf("broker", "memory"),
              "Where notifications wait for the sinks: on the broker, which keeps them on disk, or"
                  + " in memory, where they are lost with the process.")
          .withDefault("broker");

  public static final Option<Integer> SPOOL_HIGH_WATER =
      Option.of(
              "workbin.spool.high-water",
              OptionTypes.wholeNumber(1, 1_000_000_000),
              "How many notifications may wait for a sink before the health check is down.")
          .withDefault("100000");

  public static final Option<Integer> SPOOL_MEMORY_ROOM =
      Option.of(
              "workbin.spool.memory-room",
              OptionTypes.wholeNumber(1, 1_000_000),
              "With workbin.spool=memory, how many notifications may wait for a sink. When a sink"
                  + " has so many, no more are taken from GWS until it has had some.")
          .withDefault("10000");

  public static final Option<String> SPOOL_PUBLISH =
      Option.of(
          "workbin.spool.publish",
          OptionTypes.endpoint(),
          "Where each notification is put for the sinks to read; workbin.spool says where if this"
              + " is not set.");

  public static final Option<String> SPOOL_KEY =
      Option.secret(
          "workbin.spool.key",
          OptionTypes.of("text of 32 characters or more", WorkbinOptions::spoolKey),
          "For a broker to which others may send: a secret of all nodes, by which notifications and"
              + " sinks' dead letters on the broker are known as the product's own (HMAC-SHA256)."
              + " workbin-routes key makes one.");

  public static final Option<String> SPOOL_UNSEALED =
      Option.of(
              "workbin.spool.unsealed",
              OptionTypes.oneOf("refuse", "accept"),
              "With workbin.spool.key, whether a notification on the broker without the right seal"
                  + " is kept in the sink's dead letters, or delivered: for the time in which the"
                  + " key is introduced or changed.")
          .withDefault("refuse");

  public static final Option<String> DEAD_LETTERS =
      Option.of(
              "workbin.dead-letters",
              OptionTypes.endpoint(),
              "Where a placement is told of that was given up; the ledger keeps it as well.")
          .withDefault("{{workbin.broker.component}}:queue:workbin.dead-letters");

  public static final Option<String> LEDGER =
      Option.of(
              "workbin.ledger",
              OptionTypes.ledger(),
              "Where placements are kept: embedded (a SQLite file in workbin.data, safe on disk"
                  + " before anything is acknowledged), a PostgreSQL database as"
                  + " jdbc:postgresql://host/database, or memory (lost with the process).")
          .withDefault("embedded");

  public static final Option<String> LEDGER_USERNAME =
      Option.of(
          "workbin.ledger.username", OptionTypes.text(), "The user name at the ledger's database.");

  public static final Option<String> LEDGER_PASSWORD =
      Option.secret("workbin.ledger.password", "The password at the ledger's database.");

  public static final Option<Duration> LEDGER_LEASE =
      Option.of(
              "workbin.ledger.lease",
              OptionTypes.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
              "How long a node that is silent keeps a placement from the others that share the"
                  + " ledger; longer than gws.retry.time.")
          .withDefault("5m");

  public static final Option<Duration> LEDGER_RETENTION =
      Option.of(
              "workbin.ledger.retention",
              OptionTypes.duration(Duration.ofMinutes(1), Duration.ofDays(3650)),
              "How long settled placements are kept. A request id that was forgotten would be"
                  + " placed anew.")
          .withDefault("30d");

  public static final Option<String> NODE =
      Option.of(
              "workbin.node",
              OptionTypes.text(),
              "What this node is called among those that share a ledger; the same after a restart.")
          .withDefault("node");

  public static final Option<String> CLUSTER =
      Option.of(
              "workbin.cluster",
              OptionTypes.cluster(),
              "How several nodes with one ledger and one broker elect the one that hears"
                  + " notifications and reconciles: none (one node, or each hears for itself),"
                  + " ledger (a lock in PostgreSQL, 14 or later), file (a lock in"
                  + " workbin.cluster.folder), or bean:NAME, a Camel cluster service made with"
                  + " camel.beans.NAME.")
          .withDefault("none");

  public static final Option<Path> CLUSTER_FOLDER =
      Option.of(
          "workbin.cluster.folder",
          OptionTypes.path(),
          "With workbin.cluster=file: a folder on a disk that all nodes share, and whose locks"
              + " work.");

  public static final Option<Duration> CLUSTER_INTERVAL =
      Option.of(
              "workbin.cluster.interval",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
              "With workbin.cluster=ledger or file: how often the elected node says that it lives,"
                  + " and the others ask whether its place is free. The same on all nodes.")
          .withDefault("1s");

  public static final Option<Duration> CLUSTER_LEASE =
      Option.of(
              "workbin.cluster.lease",
              OptionTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
              "With workbin.cluster=ledger or file: how long an elected node can be silent before"
                  + " another is elected; at least three times workbin.cluster.interval. The same"
                  + " on all nodes. A node that is killed is replaced earlier.")
          .withDefault("5s");

  public static final Option<Integer> BACKLOG =
      Option.of(
              "workbin.backlog",
              OptionTypes.wholeNumber(1, 1_000_000),
              "How many requests that are safe in the ledger may wait in this process for being"
                  + " placed; while there are more, no source is read that hands over in this way.")
          .withDefault("1000");

  public static final Option<Duration> CONFIRM_TIMEOUT =
      Option.of(
              "workbin.confirm-timeout",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofHours(1)),
              "How long an accepted placement waits for its notification before its workbin is"
                  + " looked into.")
          .withDefault("30s");

  public static final Option<Duration> RECOVERY_EVERY =
      Option.of(
              "workbin.recovery.every",
              OptionTypes.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
              "How often the ledger is asked for requests that nobody works on, and for placements"
                  + " whose confirmation is overdue.")
          .withDefault("1s");

  public static final Option<String> SINK_SOURCE =
      Option.of(
          "workbin.sink.source",
          OptionTypes.endpoint(),
          "Where every sink reads, unless it says otherwise; each its own queue of the spool if not"
              + " set.");

  public static final Option<String> SINK_DEAD_LETTERS =
      Option.of(
          "workbin.sink.deadLetters",
          OptionTypes.endpoint(),
          "Where every sink puts what it could not deliver, unless it says otherwise. If not"
              + " set: the queue workbin.sink.<name>.dead-letters, or with workbin.spool=memory the"
              + " file dead-letters/sinks/<name>.ndjson in workbin.data.");

  public static final Option<String> REDACT =
      Option.of(
          "workbin.redact",
          OptionTypes.text(),
          "What is taken out of every notification before it is spooled, so that it is never"
              + " written: a list of keys of userData, userData itself, item.FIELD,"
              + " attributes.KEY; * and ? are wild. A sink's own parameter redact takes out more.");

  public static final Option<Duration> STOP_TIMEOUT =
      Option.of(
              "workbin.stop-timeout",
              OptionTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
              "How long a stop waits for what is under way. After it the stop is forced; the"
                  + " process ends within two seconds more.")
          .withDefault("7s");

  public static final Option<Duration> STOP_NOTICE =
      Option.of(
              "workbin.stop-notice",
              OptionTypes.duration(Duration.ZERO, Duration.ofMinutes(5)),
              "How long a product that was asked to stop goes on while its readiness check says no,"
                  + " so that a load balancer sends nobody any more. It comes before"
                  + " workbin.stop-timeout.")
          .withDefault("0s");

  public static final Option<String> FILE_ON_ERROR =
      Option.of(
              "workbin.file.on-error",
              OptionTypes.oneOf("continue", "reject-file"),
              "What a record that is wrong means for the other records of its dropped file: they"
                  + " are placed, or none is. A drop folder can have its own, the parameter"
                  + " onError.")
          .withDefault("continue");

  public static final Option<String> DYNAMIC_ENDPOINTS =
      Option.of(
              "workbin.routes.dynamic-endpoints",
              OptionTypes.oneOf("refuse", "allow"),
              "Whether route files may use toD, recipientList, routingSlip, dynamicRouter and the"
                  + " like, by which a message chooses where it goes. Allow it for routes of your"
                  + " own that never take an address from outside.")
          .withDefault("refuse");

  private WorkbinOptions() {}

  private static String spoolKey(String text) {
    if (text.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "give it 32 characters or more; workbin-routes key makes one");
    }
    return text;
  }
}
