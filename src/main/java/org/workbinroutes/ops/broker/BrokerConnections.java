package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** A pool of connections to one broker. */
final class BrokerConnections {
  /** Bytes sent ahead to a consumer: more, and a few consumers hoard the queue. */
  private static final int CONSUMER_WINDOW_BYTES = 4096;

  private static final int MAX_CONNECTIONS = 4;

  private final ActiveMQConnectionFactory connections;
  private final JmsPoolConnectionFactory pool;

  BrokerConnections(String url, String user, String password) {
    connections = new ActiveMQConnectionFactory(url, user, password);
    // set after the URL was read, so that no parameter in it can say otherwise
    connections.setDeserializationAllowList("");
    connections.setDeserializationDenyList("*");
    connections.setConsumerWindowSize(CONSUMER_WINDOW_BYTES);
    pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(connections);
    pool.setMaxConnections(MAX_CONNECTIONS);
    pool.start();
  }

  ConnectionFactory pool() {
    return pool;
  }

  void close() {
    pool.stop();
    connections.close();
  }
}
