package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;
import java.util.function.Function;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.connection.UserCredentialsConnectionFactoryAdapter;

/**
 * A broker by a connection factory that somebody else has made. Prefetch and TLS are its maker's
 * affair. Whether it would turn a message into a Java object too; nothing here asks it to.
 */
public final class BeanBroker implements Broker {
  private final String name;
  private final String user;
  private final String password;
  private final Function<String, Object> beans;
  private BrokerConnections connections;

  /**
   * A broker.
   *
   * @param user the user, or null to log in as the factory does
   * @param password the password, or null
   * @param beans finds a bean by its name, null if there is none; asked when the first connection
   *     is wanted
   */
  public BeanBroker(String name, String user, String password, Function<String, Object> beans) {
    this.name = name;
    this.user = user;
    this.password = password;
    this.beans = beans;
  }

  @Override
  public void start() {
    // the factory is made with Camel's other beans, which are not there yet
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
      connections = new BrokerConnections(new Bean(factory()));
    }
    return connections.pool();
  }

  @Override
  public ConnectionFactory connectionFactory(int prefetch) {
    return connectionFactory();
  }

  private ConnectionFactory factory() {
    Object bean = beans.apply(name);
    if (!(bean instanceof ConnectionFactory factory)) {
      throw new IllegalStateException(
          "workbin.broker=bean:"
              + name
              + (bean == null
                  ? ", and there is no bean of this name: make it with camel.beans." + name
                  : ", and that bean is no jakarta.jms.ConnectionFactory"));
    }
    if (factory instanceof JmsPoolConnectionFactory pool) {
      throw new IllegalStateException(
          "workbin.broker=bean:" + name + " is pooled here: give the factory without " + pool);
    }
    if (user == null) {
      return factory;
    }
    UserCredentialsConnectionFactoryAdapter login = new UserCredentialsConnectionFactoryAdapter();
    login.setTargetConnectionFactory(factory);
    login.setUsername(user);
    login.setPassword(password);
    return login;
  }

  private record Bean(ConnectionFactory factory) implements BrokerClient {
    @Override
    public int defaultPrefetch() {
      return 0;
    }

    @Override
    public ConnectionFactory connections(int prefetch) {
      return factory;
    }
  }
}
