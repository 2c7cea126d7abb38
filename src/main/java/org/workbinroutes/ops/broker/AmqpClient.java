package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;

/**
 * Any broker that speaks AMQP 1.0, by Qpid JMS. Prefetch is in messages.
 *
 * @param user the user; null if the broker asks for none
 * @param password the password; null if the broker asks for none
 */
record AmqpClient(String url, String user, String password) implements BrokerClient {
  private static final int PREFETCH_MESSAGES = 100;

  @Override
  public int defaultPrefetch() {
    return PREFETCH_MESSAGES;
  }

  @Override
  public ConnectionFactory connections(int prefetch) {
    JmsConnectionFactory connections = new JmsConnectionFactory(user, password, url);
    // set after the URL was read, so that no parameter in it can say otherwise
    JmsDefaultDeserializationPolicy nothing = new JmsDefaultDeserializationPolicy();
    nothing.setAllowList("");
    nothing.setDenyList(JmsDefaultDeserializationPolicy.CATCH_ALL_WILDCARD);
    connections.setDeserializationPolicy(nothing);
    JmsDefaultPrefetchPolicy ahead = new JmsDefaultPrefetchPolicy();
    ahead.setAll(prefetch);
    connections.setPrefetchPolicy(ahead);
    return connections;
  }

  @Override
  public String toString() {
    return "AMQP 1.0";
  }
}
