package org.workbinroutes.ops.wiring;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import org.workbinroutes.ops.broker.Broker;

/**
 * Asks the broker for its connections when one is wanted: Camel is set up before it has started.
 */
final class LateConnections implements ConnectionFactory {
  private final Broker broker;

  LateConnections(Broker broker) {
    this.broker = broker;
  }

  @Override
  public Connection createConnection() throws JMSException {
    return broker.connectionFactory().createConnection();
  }

  @Override
  public Connection createConnection(String user, String password) throws JMSException {
    return broker.connectionFactory().createConnection(user, password);
  }

  @Override
  public JMSContext createContext() {
    return broker.connectionFactory().createContext();
  }

  @Override
  public JMSContext createContext(String user, String password) {
    return broker.connectionFactory().createContext(user, password);
  }

  @Override
  public JMSContext createContext(String user, String password, int sessionMode) {
    return broker.connectionFactory().createContext(user, password, sessionMode);
  }

  @Override
  public JMSContext createContext(int sessionMode) {
    return broker.connectionFactory().createContext(sessionMode);
  }
}
