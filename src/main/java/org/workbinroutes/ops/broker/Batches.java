package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.workbinroutes.intake.JmsBatch;

/**
 * Has the consumer of a Camel JMS endpoint read in batches: the route gets a {@link JmsBatch}, and
 * its messages are acknowledged together when the route has ended well. To be named in the
 * endpoint's option {@code messageListenerContainerFactory}.
 */
public final class Batches implements MessageListenerContainerFactory {
  private static final int DEFAULT = -1;

  private final Supplier<ConnectionFactory> connections;
  private final int most;
  private final String selector;

  /**
   * Batches.
   *
   * @param prefetch what the broker sends ahead to a consumer, as for {@link
   *     Broker#connectionFactory(int)}; -1 for the default
   */
  public Batches(Broker broker, int most, int prefetch, String selector) {
    if (most < 1) {
      throw new IllegalArgumentException("batch is " + most + ": give 1 or more");
    }
    this.most = most;
    this.selector = selector.isBlank() ? null : selector;
    if (prefetch < DEFAULT) {
      throw new IllegalArgumentException(
          "prefetch is " + prefetch + ": give 0 or more, or -1 for the default");
    }
    this.connections =
        prefetch == DEFAULT ? broker::connectionFactory : () -> broker.connectionFactory(prefetch);
  }

  @Override
  public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
    // a queue has no subscription; that of a topic keeps what comes while nobody reads
    endpoint.setSubscriptionDurable(endpoint.isPubSubDomain());
    endpoint.setSubscriptionShared(endpoint.isPubSubDomain() && endpoint.isSubscriptionShared());
    BatchListenerContainer container = new BatchListenerContainer(endpoint, connections, most);
    // not by the endpoint's URI, in which % and & mean something
    container.setMessageSelector(selector);
    return container;
  }
}
