package org.workbinroutes.ops.wiring;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.ops.Engine;
import org.workbinroutes.ops.broker.Broker;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.broker.ExternalBroker;
import org.workbinroutes.ops.broker.JmsComponentFactory;
import org.workbinroutes.ops.broker.RemoteAccess;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;

/**
 * The broker, and the component {@code jms} that speaks with it. The component is made before the
 * broker runs, and asks for its connections when the routes start.
 */
final class BrokerEngine implements Engine, CamelContextCustomizer {
  /** A notification in the spool may be as large as one that GWS may send. */
  private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

  private final Broker broker;

  BrokerEngine(Configuration options) {
    this.broker = broker(options);
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public void start() throws Exception {
    broker.start();
  }

  @Override
  public void stop() throws Exception {
    broker.stop();
  }

  @Override
  public void configure(CamelContext context) {
    context.addComponent(
        "jms",
        new JmsComponentFactory(
                new Deferred(broker),
                Set.of(),
                JmsComponentFactory.DEAD_LETTER_PROPERTIES,
                LARGEST_MESSAGE)
            .create());
  }

  private static Broker broker(Configuration options) {
    String url = options.get(WorkbinOptions.BROKER);
    String user = options.find(WorkbinOptions.BROKER_USERNAME).orElse(null);
    String password = options.find(WorkbinOptions.BROKER_PASSWORD).orElse(null);
    if (!url.equals("embedded")) {
      return new ExternalBroker(url, user, password);
    }
    EmbeddedBrokerOptions embedded =
        EmbeddedBrokerOptions.in(options.dataFolder().resolve("broker"));
    return new EmbeddedBroker(
        options
            .find(WorkbinOptions.BROKER_PORT)
            .map(
                port ->
                    embedded.with(
                        new RemoteAccess(port, user, password, RemoteAccess.PUBLIC_ADDRESSES)))
            .orElse(embedded));
  }

  /** Asks the broker for its connection factory when a connection is asked for. */
  private record Deferred(Broker broker) implements ConnectionFactory {
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
}
