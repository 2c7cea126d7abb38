package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import java.util.OptionalLong;

/** The JMS broker: our own in this process, or one elsewhere. */
public interface Broker {
  /** Makes the broker ready for connections. Does nothing if it is started. */
  void start() throws Exception;

  /** Ends its connections and, if it is our own, the broker. Does nothing if it is not started. */
  void stop() throws Exception;

  /**
   * Gives connections out of a pool that ends with {@link #stop()}. They never turn a message into
   * a Java object.
   */
  ConnectionFactory connectionFactory();

  /**
   * Gives connections, out of a pool of their own, whose consumers are sent so much ahead.
   *
   * @param prefetch bytes for Artemis, messages for AMQP and ActiveMQ; 0 for nothing ahead
   */
  ConnectionFactory connectionFactory(int prefetch);

  /** How many messages are in a queue, those under way to a consumer included. */
  default OptionalLong depth(String queue) {
    return OptionalLong.empty();
  }

  /** What keeps the broker from taking messages though it answers, or from answering. */
  default Optional<String> trouble() {
    return Optional.empty();
  }
}
