package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.List;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;

/**
 * ActiveMQ 5 and 6 by their own protocol, OpenWire. The library is not part of the product: it is
 * looked for by name. Prefetch is in messages.
 *
 * @param url in ActiveMQ's own form, for example {@code failover:(tcp://a:61616,tcp://b:61616)}
 * @param user the user; null if the broker asks for none
 * @param password the password; null if the broker asks for none
 */
record ActiveMqClient(String url, String user, String password) implements BrokerClient {
  private static final int PREFETCH_MESSAGES = 100;
  private static final String FACTORY = "org.apache.activemq.ActiveMQConnectionFactory";

  @Override
  public int defaultPrefetch() {
    return PREFETCH_MESSAGES;
  }

  @Override
  public ConnectionFactory connections(int prefetch) {
    ConnectionFactory connections = newFactory();
    BeanWrapper options = new BeanWrapperImpl(connections);
    options.setPropertyValue("brokerURL", url);
    options.setPropertyValue("userName", user);
    options.setPropertyValue("password", password);
    // set after the URL was read, so that no parameter in it can say otherwise
    options.setPropertyValue("trustAllPackages", false);
    options.setPropertyValue("trustedPackages", List.of());
    options.setPropertyValue("prefetchPolicy.all", prefetch);
    return connections;
  }

  private static ConnectionFactory newFactory() {
    try {
      Object factory = Class.forName(FACTORY).getDeclaredConstructor().newInstance();
      if (factory instanceof ConnectionFactory connections) {
        return connections;
      }
      throw missing("the one that is there is made for javax.jms", null);
    } catch (ReflectiveOperationException | LinkageError notThere) {
      throw missing("it is not on the class path", notThere);
    }
  }

  private static IllegalStateException missing(String why, Throwable cause) {
    return new IllegalStateException(
        "workbin.broker=activemq:... needs ActiveMQ's client, and "
            + why
            + ": put activemq-client 6 (or activemq-client-jakarta 5.18 or later), with the jars it"
            + " needs, into lib/",
        cause);
  }

  @Override
  public String toString() {
    return "ActiveMQ";
  }
}
