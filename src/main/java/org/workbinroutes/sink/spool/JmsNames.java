package org.workbinroutes.sink.spool;

import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** What the spool's parts are called on the broker. */
final class JmsNames {
  /** The topic that every notification is put on. */
  static final String TOPIC = "workbin.notifications";

  private JmsNames() {}

  /** The shared durable subscription of a sink, which is also its queue on the broker. */
  static String subscription(String sink) {
    return "workbin-sink-" + sink;
  }

  /** Where dead letters wait that were put back for this sink alone. */
  static String replayed(String sink) {
    return "workbin.sink." + sink + ".replayed";
  }

  static String deadLetters(String sink) {
    return "workbin.sink." + sink + ".dead-letters";
  }

  static void seal(Message message, String seal) throws JMSException {
    if (seal != null) {
      message.setStringProperty(SpoolSeal.PROPERTY, seal);
    }
  }
}
