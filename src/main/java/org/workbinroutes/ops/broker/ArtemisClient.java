package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Artemis by its own protocol, CORE. Prefetch is in bytes.
 *
 * @param user the user; null if the broker asks for none
 * @param password the password; null if the broker asks for none
 */
record ArtemisClient(String url, String user, String password) implements BrokerClient {
  /** More, and a few consumers hoard the queue. */
  private static final int PREFETCH_BYTES = 32 * 1024;

  /**
   * How long a call waits for its answer; Artemis' own 30 s are how long a consumer stood still
   * when the broker died between the two.
   */
  private static final long CALL_TIMEOUT_MILLIS = 10_000;

  @Override
  public int defaultPrefetch() {
    return PREFETCH_BYTES;
  }

  @Override
  public ConnectionFactory connections(int prefetch) {
    ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(url, user, password);
    // set after the URL was read, so that no parameter in it can say otherwise
    connections.setDeserializationAllowList("");
    connections.setDeserializationDenyList("*");
    connections.setCompressLargeMessage(false);
    connections.setConsumerWindowSize(prefetch);
    connections.getServerLocator().addIncomingInterceptor(new UnreadBodies(BodyLimit.ofHeap()));
    if (!url.contains("callTimeout=")) {
      connections.setCallTimeout(CALL_TIMEOUT_MILLIS);
    }
    return connections;
  }

  @Override
  public String toString() {
    return "Artemis";
  }
}
