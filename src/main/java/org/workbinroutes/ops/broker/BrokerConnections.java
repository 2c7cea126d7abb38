package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pools of connections to one broker, one for each prefetch. */
final class BrokerConnections {
  private static final int MAX_CONNECTIONS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(BrokerConnections.class);

  private final BrokerClient client;
  private final Map<Integer, JmsPoolConnectionFactory> pools = new ConcurrentHashMap<>();

  BrokerConnections(BrokerClient client) {
    this.client = client;
    pool();
  }

  ConnectionFactory pool() {
    return pool(client.defaultPrefetch());
  }

  ConnectionFactory pool(int prefetch) {
    return pools.computeIfAbsent(prefetch, this::newPool);
  }

  private JmsPoolConnectionFactory newPool(int prefetch) {
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(client.connections(prefetch));
    pool.setMaxConnections(MAX_CONNECTIONS);
    pool.start();
    return pool;
  }

  void close() {
    for (JmsPoolConnectionFactory pool : pools.values()) {
      pool.stop();
      if (pool.getConnectionFactory() instanceof AutoCloseable factory) {
        try {
          factory.close();
        } catch (Exception failure) {
          LOG.debug("A connection factory did not close", failure);
        }
      }
    }
    pools.clear();
  }
}
