package org.workbinroutes.sink.spool;

/** What the spool's parts are called on the broker. */
final class JmsNames {
  /** The topic that every notification is put on. */
  static final String TOPIC = "workbin.notifications";

  private JmsNames() {}

  /** The shared durable subscription of a sink, which is also its queue on the broker. */
  static String subscription(String sink) {
    return "workbin-sink-" + sink;
  }

  /** A sink's queue as an address of its own, in the form Artemis and others take. */
  static String queue(String sink) {
    return TOPIC + "::" + subscription(sink);
  }

  static String deadLetters(String sink) {
    return "workbin.sink." + sink + ".dead-letters";
  }
}
