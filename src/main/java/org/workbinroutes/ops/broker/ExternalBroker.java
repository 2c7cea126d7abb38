package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;

/** A broker that runs elsewhere. Its dead letter and expiry addresses are its own affair. */
public final class ExternalBroker implements Broker {
  private static final String ACTIVEMQ = "activemq:";

  private final BrokerClient client;
  private BrokerConnections connections;

  /**
   * A broker that is known by what Java trusts.
   *
   * @param user the user, or null if it asks for none
   * @param password the password, or null
   */
  public ExternalBroker(String url, String user, String password) {
    this(url, user, password, TlsStores.NONE);
  }

  /**
   * A broker.
   *
   * @param url where it is: {@code amqp://} and {@code amqps://}, also several in {@code
   *     failover:(...)}, for AMQP 1.0 in Qpid JMS's form; {@code activemq:} before a URL of
   *     ActiveMQ 5 or 6; any other is Artemis' own, for example {@code
   *     tcp://broker:61616?sslEnabled=true}
   * @param user the user, or null if it asks for none
   * @param password the password, or null
   */
  public ExternalBroker(String url, String user, String password, TlsStores tls) {
    Objects.requireNonNull(url, "url");
    if (url.startsWith(ACTIVEMQ)) {
      client = new ActiveMqClient(url.substring(ACTIVEMQ.length()), user, password);
    } else if (url.matches("(failover:\\(?)?amqps?:.*")) {
      client = new AmqpClient(tls.toAmqp(url), user, password);
    } else {
      client = new ArtemisClient(tls.toArtemis(url), user, password);
    }
  }

  @Override
  public synchronized void start() {
    if (connections == null) {
      connections = new BrokerConnections(client);
    }
  }

  @Override
  public synchronized void stop() {
    if (connections != null) {
      connections.close();
      connections = null;
    }
  }

  @Override
  public ConnectionFactory connectionFactory() {
    return connections().pool();
  }

  @Override
  public ConnectionFactory connectionFactory(int prefetch) {
    return connections().pool(prefetch);
  }

  private synchronized BrokerConnections connections() {
    if (connections == null) {
      throw new IllegalStateException("The broker is not started: call start() first");
    }
    return connections;
  }
}
