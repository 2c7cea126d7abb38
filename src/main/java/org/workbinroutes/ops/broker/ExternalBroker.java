package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;

/**
 * An Artemis broker that runs elsewhere. Its dead letter and expiry addresses are its own affair.
 */
public final class ExternalBroker implements Broker {
  private final String url;
  private final String user;
  private final String password;
  private BrokerConnections connections;

  /**
   * A broker.
   *
   * @param url where it is, in Artemis' own form, for example {@code
   *     tcp://broker:61616?sslEnabled=true}
   * @param user the user, or null if it asks for none
   * @param password the password, or null
   */
  public ExternalBroker(String url, String user, String password) {
    this.url = Objects.requireNonNull(url, "url");
    this.user = user;
    this.password = password;
  }

  @Override
  public synchronized void start() {
    if (connections == null) {
      connections = new BrokerConnections(url, user, password);
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
  public synchronized ConnectionFactory connectionFactory() {
    if (connections == null) {
      throw new IllegalStateException("The broker is not started: call start() first");
    }
    return connections.pool();
  }
}
