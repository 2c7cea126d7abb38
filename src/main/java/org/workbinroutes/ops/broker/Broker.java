package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import java.util.OptionalLong;

/** The JMS broker: our own in this process, or one elsewhere. */
public interface Broker {
  /**
   * Makes the broker ready for connections. Does nothing if it is started.
   *
   * @throws Exception if it cannot be started; the message says why
   */
  void start() throws Exception;

  /**
   * Ends its connections and, if it is our own, the broker. Does nothing if it is not started.
   *
   * @throws Exception if something did not end cleanly
   */
  void stop() throws Exception;

  /**
   * Gives connections out of a pool that ends with {@link #stop()}. They never turn a message into
   * a Java object.
   *
   * @return the same factory each time
   * @throws IllegalStateException if the broker is not started
   */
  ConnectionFactory connectionFactory();

  /**
   * Gives connections, out of a pool of their own, whose consumers are sent so much ahead.
   *
   * @param prefetch bytes for Artemis, messages for AMQP and ActiveMQ; 0 for nothing ahead
   * @return the same factory each time
   * @throws IllegalStateException if the broker is not started
   */
  ConnectionFactory connectionFactory(int prefetch);

  /**
   * How many messages are in a queue, those under way to a consumer included.
   *
   * @param queue the queue's name
   * @return their number; empty if there is no such queue, or the broker does not tell
   */
  default OptionalLong depth(String queue) {
    return OptionalLong.empty();
  }

  /**
   * What keeps the broker from taking messages though it answers, or from answering.
   *
   * @return one short line; empty if nothing is known
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }
}
