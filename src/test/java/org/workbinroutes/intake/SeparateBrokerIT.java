package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.ops.broker.BrokerProcess;
import org.workbinroutes.ops.broker.ExternalBroker;
import org.workbinroutes.ops.broker.TlsStores;
import org.workbinroutes.placement.PlacementRequest;

/**
 * The intake at an Artemis in another process, with a password and TLS, by Artemis' own protocol
 * and by AMQP 1.0.
 */
class SeparateBrokerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static BrokerProcess process;

  private final String queue = "placements." + UUID.randomUUID();
  private final String deadLetters = "dead." + UUID.randomUUID();

  enum Access {
    CORE,
    CORE_TLS,
    AMQP,
    AMQP_TLS;

    ExternalBroker broker(String password) {
      return switch (this) {
        case CORE -> new ExternalBroker(process.coreUrl(), BrokerProcess.USER, password);
        case AMQP -> new ExternalBroker(process.amqpUrl(), BrokerProcess.USER, password);
        case CORE_TLS -> secure(process.coreTlsUrl(), password);
        case AMQP_TLS -> secure(process.amqpTlsUrl(), password);
      };
    }

    private static ExternalBroker secure(String url, String password) {
      return new ExternalBroker(url, BrokerProcess.USER, password, process.trust());
    }
  }

  @BeforeAll
  static void startBroker() throws Exception {
    process = new BrokerProcess(folder);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    process.close();
  }

  @ParameterizedTest
  @EnumSource(Access.class)
  void takesRefusesAndAnswers(Access access) throws Exception {
    // Given
    ExternalBroker broker = access.broker(BrokerProcess.PASSWORD);
    broker.start();
    try (JmsRig intake = new JmsRig(broker).with(parameters(Map.of("selector", "skip IS NULL")));
        Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      BytesMessage bytes = session.createBytesMessage();
      bytes.writeBytes(
          ("[" + record("b1", "i1") + "," + record("b2", "i2") + "]")
              .getBytes(StandardCharsets.UTF_8));
      MapMessage map = session.createMapMessage();
      map.setString("requestId", "m1");
      map.setString("workbinId", "w1");
      map.setString("placeGroup", "Größe 客");
      map.setString("interactionId", "i1");
      map.setInt("attributes.order", 4711);
      TextMessage hostile = session.createTextMessage(record("t1", "i1"));
      hostile.setStringProperty("CAmelHttpUri", "http://127.0.0.1:1/attacker");
      TextMessage skipped = session.createTextMessage(record("s1", "i1"));
      skipped.setBooleanProperty("skip", true);

      // When
      for (Message message :
          List.of(
              bytes,
              map,
              hostile,
              skipped,
              session.createObjectMessage(new ArrayList<>()),
              session.createTextMessage("{}"))) {
        producer.send(message);
      }

      // Then
      await().until(() -> intake.placed.size() == 4);
      assertThat(intake.placed)
          .extracting(PlacementRequest::requestId)
          .containsExactlyInAnyOrder("b1", "b2", "m1", "t1");
      assertThat(intake.ledger.find("m1").orElseThrow().request().attributes())
          .containsEntry("order", 4711);
      assertThat(intake.headers).allSatisfy(headers -> assertThat(headers).isEmpty());
      assertThat(List.of(reason(session), reason(session)))
          .containsExactlyInAnyOrder("UNSUPPORTED", "INVALID");

      // When
      TemporaryQueue replies = session.createTemporaryQueue();
      MessageConsumer consumer = session.createConsumer(replies);
      TextMessage question = session.createTextMessage(record("q1", "i1"));
      question.setJMSReplyTo(replies);
      question.setJMSCorrelationID("4711");
      producer.send(question);

      // Then
      TextMessage answer = (TextMessage) consumer.receive(60_000);
      assertThat(answer.getJMSCorrelationID()).isEqualTo("4711");
      assertThat(JSON.readTree(answer.getText()).path("state").asText()).isEqualTo("ACCEPTED");
    } finally {
      broker.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CORE", "AMQP"})
  void acknowledgesAWholeBatchWithItsDeadLetters(Access access) throws Exception {
    // Given
    ExternalBroker broker = access.broker(BrokerProcess.PASSWORD);
    broker.start();
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      connection.start();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      for (int i = 0; i < 250; i++) {
        producer.send(
            session.createTextMessage(i % 25 == 0 ? "no json" : record("r" + i, "i" + i)));
      }
      session.commit();

      // When
      try (JmsRig intake =
          new JmsRig(broker).with(parameters(Map.of("concurrentConsumers", "3")))) {
        await().until(() -> intake.placed.size() == 240);
        for (int i = 0; i < 10; i++) {
          assertThat(reason(session)).isEqualTo("MALFORMED");
          session.commit();
        }
      }

      // Then
      assertThat(receive(session, queue, 100)).isNull();
      assertThat(receive(session, deadLetters, 100)).isNull();
    } finally {
      broker.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CORE", "AMQP"})
  void aDurableSubscriptionIsShared(Access access) throws Exception {
    // Given
    String topic = "requests." + UUID.randomUUID();
    Map<String, Object> parameters =
        Map.of(
            "destinationType",
            "topic",
            "topic",
            topic,
            "subscription",
            "mine-" + access,
            "deadLetters",
            deadLetters);
    ExternalBroker broker = access.broker(BrokerProcess.PASSWORD);
    broker.start();
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createTopic(topic));
      try (JmsRig intake = new JmsRig(broker)) {
        intake.with(parameters);
        await().until(intake::isSubscribed);
        producer.send(session.createTextMessage(record("r1", "i1")));
        await().until(() -> !intake.placed.isEmpty());
      }

      // When
      producer.send(session.createTextMessage(record("r2", "i2")));

      // Then
      try (JmsRig intake = new JmsRig(broker)) {
        intake.with(parameters);
        await().until(() -> intake.ledger.find("r2").isPresent());
      }
    } finally {
      broker.stop();
    }
  }

  @Test
  void nobodyComesInWithoutThePasswordOrByAnotherCertificate() {
    for (Access access : Access.values()) {
      assertThatThrownBy(() -> connect(access.broker("guess"))).isInstanceOf(JMSException.class);
    }
    for (String url : List.of(process.amqpTlsUrl(), process.coreTlsUrl() + "?sslEnabled=true")) {
      assertThatThrownBy(
              () ->
                  connect(
                      new ExternalBroker(
                          url, BrokerProcess.USER, BrokerProcess.PASSWORD, TlsStores.NONE)))
          .isInstanceOf(JMSException.class);
    }
  }

  private static void connect(ExternalBroker broker) throws JMSException {
    broker.start();
    try (Connection connection = broker.connectionFactory().createConnection()) {
      connection.start();
    } finally {
      broker.stop();
    }
  }

  private Map<String, Object> parameters(Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("queue", queue);
    parameters.put("deadLetters", deadLetters);
    return parameters;
  }

  private String reason(Session session) throws JMSException {
    return receive(session, deadLetters, 5_000).getStringProperty("workbinReason");
  }

  private static Message receive(Session session, String name, long millis) throws JMSException {
    try (MessageConsumer consumer = session.createConsumer(session.createQueue(name))) {
      return consumer.receive(millis);
    }
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\""
        + requestId
        + "\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\""
        + interactionId
        + "\"}";
  }
}
