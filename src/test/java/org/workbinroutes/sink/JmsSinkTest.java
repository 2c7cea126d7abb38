package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.jms.JmsComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.broker.JmsComponentFactory;

/** The JMS sink with the product's own JMS component. */
@Timeout(60)
class JmsSinkTest {
  private static final Map<String, String> HOSTILE =
      Map.of(
          "CamelJmsDestinationName", "evil",
          "camelJmsDestinationName", "evil",
          "CamelHttpUri", "http://evil",
          "evil", "1");

  @TempDir Path directory;
  private Spool spool;
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    spool = new Spool(directory.resolve("broker"));
    startSinks();
  }

  private void startSinks() throws Exception {
    sinks = new SinkContext(Map.of());
    spool.addTo(sinks.camel());
    sinks.camel().removeComponent("jms");
    JmsComponent jms =
        new JmsComponentFactory(spool.component().getConfiguration().getConnectionFactory())
            .create();
    sinks.camel().addComponent("jms", jms);
  }

  @AfterEach
  void stop() throws Exception {
    sinks.close();
    spool.stop();
  }

  @Test
  void a_queue_gets_durable_texts_with_allowed_headers_in_their_order() throws Exception {
    // Given
    sinks.spooledSink("bus", "jms:queue:crm.notifications", Map.of());
    // When
    spool.publish(HOSTILE, Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    // Then
    List<Message> taken = spool.take("crm.notifications", 2);
    assertThat(taken)
        .extracting(message -> ((TextMessage) message).getText())
        .containsExactly(Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    for (Message message : taken) {
      assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      assertThat(message.getJMSExpiration()).isZero();
      assertThat(message.getJMSReplyTo()).isNull();
      assertThat(names(message)).noneMatch(name -> !name.startsWith("JMSX") && !isAllowed(name));
    }
    assertThat(spool.hasQueue("evil")).isFalse();
  }

  private static List<String> names(Message message) throws JMSException {
    Enumeration<?> names = message.getPropertyNames();
    return Collections.list(names).stream().map(Object::toString).toList();
  }

  private static boolean isAllowed(String name) {
    return JmsComponentFactory.DEAD_LETTER_PROPERTIES.contains(name);
  }

  @Test
  void what_a_queue_got_is_there_after_the_broker_was_started_anew() throws Exception {
    // Given
    sinks.spooledSink("bus", "jms:queue:crm.notifications", Map.of());
    spool.publish(Map.of(), Samples.AGENT_GROUP);
    await().until(() -> spool.hasQueue("crm.notifications") && spool.waitingFor("bus") == 0);
    // When
    stop();
    spool = new Spool(directory.resolve("broker"));
    startSinks();
    // Then
    assertThat(spool.take("crm.notifications", 1))
        .extracting(message -> ((TextMessage) message).getText())
        .containsExactly(Samples.AGENT_GROUP);
  }

  @Test
  void every_subscriber_of_a_topic_gets_it_even_one_who_is_away() throws Exception {
    // Given
    subscribe("away", 0);
    sinks.spooledSink("bus", "jms:topic:crm.events", Map.of());
    // When
    spool.publish(HOSTILE, Samples.AGENT_GROUP);
    await().until(() -> spool.waitingFor("bus") == 0);
    // Then
    TextMessage message = (TextMessage) subscribe("away", 5_000);
    assertThat(message.getText()).isEqualTo(Samples.AGENT_GROUP);
    assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    assertThat(message.propertyExists("evil")).isFalse();
  }

  private Message subscribe(String name, long wait) throws JMSException {
    try (Connection connection =
            spool.component().getConfiguration().getConnectionFactory().createConnection();
        Session session = connection.createSession()) {
      connection.start();
      MessageConsumer consumer =
          session.createSharedDurableConsumer(session.createTopic("crm.events"), name);
      return wait == 0 ? null : consumer.receive(wait);
    }
  }
}
