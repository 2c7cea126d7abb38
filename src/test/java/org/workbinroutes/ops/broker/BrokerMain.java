package org.workbinroutes.ops.broker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQComponent;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.protocol.amqp.broker.ProtonProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * An Artemis as somebody else may run it: CORE and AMQP 1.0 on one port, the same behind TLS on
 * another, a user with a password, a journal that is synced. Ends with its standard input.
 */
final class BrokerMain {
  static final String READY = "READY";

  private BrokerMain() {}

  /**
   * Runs it.
   *
   * @param arguments folder, port, TLS port, key store, its password, user, password
   */
  public static void main(String[] arguments) throws Exception {
    ActiveMQServer server =
        ActiveMQServers.newActiveMQServer(
            configuration(
                Path.of(arguments[0]), arguments[1], arguments[2], arguments[3], arguments[4]),
            null,
            security(arguments[5], arguments[6]));
    server.addProtocolManagerFactory(new Amqp());
    server.start();
    if (!server.isActive()) {
      Runtime.getRuntime().halt(1);
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // until who started it is gone
    }
    Runtime.getRuntime().halt(0);
  }

  private static Configuration configuration(
      Path folder, String port, String tlsPort, String keyStore, String keyStorePassword)
      throws Exception {
    String protocols = "?protocols=CORE,AMQP;useEpoll=false;useKQueue=false";
    return new ConfigurationImpl()
        .setName("separate")
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalFileSize(1024 * 1024)
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setJournalDirectory(folder.resolve("journal").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large").toString())
        .setJMXManagementEnabled(false)
        .setSecurityEnabled(true)
        .setResolveProtocols(false)
        .setMaxDiskUsage(-1)
        .addAcceptorConfiguration("plain", "tcp://127.0.0.1:" + port + protocols)
        .addAcceptorConfiguration(
            "tls",
            "tcp://127.0.0.1:"
                + tlsPort
                + protocols
                + ";sslEnabled=true;keyStorePath="
                + encoded(keyStore)
                + ";keyStorePassword="
                + encoded(keyStorePassword))
        .putSecurityRoles(
            "#",
            Set.of(
                new Role(
                    "all", true, true, true, true, true, true, false, true, true, true, false,
                    false)))
        .addAddressSetting(
            "#",
            new AddressSettings()
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("EXPIRED"))
                .setAutoCreateDeadLetterResources(true)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setMaxDeliveryAttempts(10)
                .setRedeliveryDelay(100));
  }

  /** Twice, as Artemis decodes twice. */
  private static String encoded(String text) {
    return encodedOnce(encodedOnce(text));
  }

  private static String encodedOnce(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static ActiveMQJAASSecurityManager security(String user, String password) {
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser(user, password);
    users.addRole(user, "all");
    return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
  }

  /** Without the services for mirrors, which are made for a broker of the same release. */
  private static final class Amqp extends ProtonProtocolManagerFactory {
    @Override
    public void loadProtocolServices(ActiveMQServer server, List<ActiveMQComponent> services) {
      // none
    }

    @Override
    public void updateProtocolServices(ActiveMQServer server, List<ActiveMQComponent> services) {
      // none
    }
  }
}
