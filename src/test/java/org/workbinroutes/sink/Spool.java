package org.workbinroutes.sink;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.workbinroutes.ops.broker.PlainMessageConverter;
import org.workbinroutes.sink.spool.JmsSpool;
import org.workbinroutes.sink.spool.SinkDeadLetters;
import org.workbinroutes.sink.spool.SpoolSeal;
import org.workbinroutes.sink.spool.SpoolStore;

/** A real Artemis broker with a journal on disk, reachable in this JVM only. */
final class Spool {
  static final String TOPIC = "workbin.notifications";

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final ActiveMQConnectionFactory factory;

  Spool(Path directory) throws Exception {
    String id = "vm://" + (UUID.randomUUID().getLeastSignificantBits() & Integer.MAX_VALUE);
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setResolveProtocols(false)
            .setJMXManagementEnabled(false)
            .setResolveProtocols(false)
            .setJournalDirectory(directory.resolve("journal").toString())
            .setBindingsDirectory(directory.resolve("bindings").toString())
            .setLargeMessagesDirectory(directory.resolve("large").toString())
            .setPagingDirectory(directory.resolve("paging").toString())
            .addAcceptorConfiguration("vm", id));
    broker.start();
    factory = new ActiveMQConnectionFactory(id);
    factory.setDeserializationDenyList("*");
    factory.setConsumerWindowSize(0);
  }

  /** The component {@code jms} of a new context. */
  JmsComponent component() {
    return JmsComponent.jmsComponent(factory);
  }

  /** Where the sinks' notifications wait on this broker. */
  SpoolStore store() {
    return new JmsSpool(
        factory,
        new PlainMessageConverter(16 * 1024 * 1024),
        name ->
            queue(name) == null
                ? OptionalLong.empty()
                : OptionalLong.of(queue(name).getMessageCount()),
        new SpoolSeal(null, false));
  }

  /** Gives a context the component {@code jms} and the spool. */
  void addTo(CamelContext context) {
    context.addComponent("jms", component());
    SpoolStore store = store();
    context.getRegistry().bind("spoolStore", store);
    context.getRegistry().bind("sinkDeadLetters", new SinkDeadLetters(store));
  }

  boolean knows(String sink) {
    return queue("workbin-sink-" + sink) != null;
  }

  long waitingFor(String sink) {
    return queue("workbin-sink-" + sink).getMessageCount();
  }

  private Queue queue(String name) {
    return broker.getActiveMQServer().locateQueue(SimpleString.of(name));
  }

  void publish(Map<String, String> properties, String... texts) throws JMSException {
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      MessageProducer producer = session.createProducer(session.createTopic(TOPIC));
      for (String text : texts) {
        TextMessage message = session.createTextMessage(text);
        for (Map.Entry<String, String> property : properties.entrySet()) {
          message.setStringProperty(property.getKey(), property.getValue());
        }
        message.setJMSReplyTo(session.createQueue("hostile.reply"));
        producer.send(message);
      }
      session.commit();
    }
  }

  /** Takes messages from a queue until there is none for a moment. */
  List<Message> take(String queue, int count) throws JMSException {
    List<Message> taken = new ArrayList<>();
    try (Connection connection = factory.createConnection();
        Session session = connection.createSession()) {
      connection.start();
      MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
      Message message = consumer.receive(count == 0 ? 50 : 5_000);
      while (message != null) {
        taken.add(message);
        message = consumer.receive(taken.size() < count ? 5_000 : 50);
      }
    }
    return taken;
  }

  boolean hasQueue(String name) {
    return queue(name) != null;
  }

  void stop() throws Exception {
    factory.close();
    broker.stop();
  }
}
