package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.broker.JmsComponentFactory;
import org.workbinroutes.ops.broker.RemoteAccess;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

class JmsIntakeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private IntakeContext intake;
  private String queue;
  private String deadLetters;
  private Connection connection;
  private Session session;

  @BeforeAll
  static void startBroker() throws Exception {
    broker =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(directory).withRedelivery(3, Duration.ofMillis(20)));
    broker.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.stop();
  }

  @BeforeEach
  void start() throws Exception {
    queue = "placements." + UUID.randomUUID();
    deadLetters = "dead." + UUID.randomUUID();
    intake = new IntakeContext();
    intake
        .context
        .getRegistry()
        .bind("jms", new JmsComponentFactory(broker.connectionFactory()).create());
    intake.load("intake-jms.camel.yaml");
    intake.instantiate("jms-intake", "orders", Map.of("queue", queue, "deadLetters", deadLetters));
    intake.context.start();
    connection = broker.connectionFactory().createConnection();
    connection.start();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    intake.close();
  }

  @Test
  void placesATextMessage() throws Exception {
    // When
    send(
        text(
            """
            {"requestId":"r1","workbinId":"w1","agentGroup":"G","interactionId":"i1","operation":"AddChat"}"""));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(intake.placement.ledger.find("r1"))
                    .hasValueSatisfying(
                        placement -> {
                          assertThat(placement.state()).isEqualTo(PlacementState.ACCEPTED);
                          assertThat(placement.source()).isEqualTo("jms:" + queue);
                        }));
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void placesABytesMessageInUtf8() throws Exception {
    // Given
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(
        "{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"placeGroup\":\"Größe 客\",\"id\":\"i1\"}"
            .getBytes(StandardCharsets.UTF_8));

    // When
    send(message);

    // Then
    assertThat(placed().workbin().group()).isEqualTo("Größe 客");
  }

  @Test
  void takesTheMessageIdForAMissingRequestId() throws Exception {
    // Given
    TextMessage message = text("{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}");

    // When
    send(message);

    // Then
    assertThat(placed().requestId()).isEqualTo(message.getJMSMessageID());
  }

  @ParameterizedTest
  @MethodSource("org.workbinroutes.intake.GroupNames#all")
  void keepsGroupNamesUnharmed(String name) throws Exception {
    // When
    send(text(JSON.writeValueAsString(Map.of("workbinId", "w1", "agentGroup", name, "id", "i1"))));

    // Then
    assertThat(placed().workbin().group()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CamelHttpUri",
        "camelhttpuri",
        "CAmelHttpUri",
        "CAMELHTTPURI",
        "CamelHttpPath",
        "CamelHttpMethod",
        "CAmelFileName",
        "CamelFileName",
        "CamelJmsDestinationName",
        "cAmelJmsDestination",
        "Camel_DOT_HttpUri",
        "org_DOT_apache_DOT_camel_DOT_x",
        "org_apache_camel_x",
        "CamelSqlQuery",
        "Authorization",
        "breadcrumbId",
        "workbinSource",
        "workbinReason",
        "workbinOriginal",
        "intake",
        "Content_HYPHEN_Type"
      })
  void letsNoPropertyIn(String name) throws Exception {
    // Given
    TextMessage message =
        text("{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}");
    message.setStringProperty(name, "http://127.0.0.1:1/attacker");
    message.setJMSCorrelationID("attacker");
    message.setJMSType("attacker");

    // When
    send(message);

    // Then
    assertThat(placed().requestId()).isEqualTo("r1");
    assertThat(intake.placement.headers).allSatisfy(headers -> assertThat(headers).isEmpty());
    assertThat(intake.placement.sources).containsEntry("r1", "jms:" + queue);
  }

  @Test
  void answersNobodyAtAnAddressOfHisChoice() throws Exception {
    // Given
    Destination replyTo = session.createQueue("reply." + UUID.randomUUID());
    TextMessage message =
        text("{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}");
    message.setJMSReplyTo(replyTo);

    // When
    send(message);

    // Then
    placed();
    MessageConsumer replies = session.createConsumer(replyTo);
    assertThat(replies.receive(300)).isNull();
  }

  @Test
  void makesADeadLetterOfAnInvalidMessage() throws Exception {
    // Given
    String original = "{\"workbinId\":\"w1\",\"agentgroup\":\"G\",\"id\":\"i1\"}";
    TextMessage message = text(original);
    message.setStringProperty("CamelJmsDestinationName", "elsewhere");

    // When
    send(message);

    // Then
    TextMessage dead = (TextMessage) nextOf(deadLetters, 5_000);
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("INVALID");
    assertThat(dead.getStringProperty("workbinError"))
        .contains("did you mean 'agentGroup'?")
        .contains("agentGroup or placeGroup is missing");
    assertThat(dead.getStringProperty("workbinSource")).isEqualTo("jms:" + queue);
    assertThat(dead.propertyExists("CamelJmsDestinationName")).isFalse();
    assertThat(nextOf(deadLetters, 100)).isNull();
    assertThat(intake.placement.requests).isEmpty();
  }

  @Test
  void makesADeadLetterOfBytesThatAreNoText() throws Exception {
    // Given
    byte[] original = {'{', (byte) 0xff, '}'};
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(original);

    // When
    send(message);

    // Then
    BytesMessage dead = (BytesMessage) nextOf(deadLetters, 5_000);
    byte[] body = new byte[(int) dead.getBodyLength()];
    dead.readBytes(body);
    assertThat(body).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("MALFORMED");
  }

  @Test
  void makesADeadLetterOfALargeRecord() throws Exception {
    // Given
    String original = "{\"attributes\":\"" + "x".repeat(300_000) + "\"}";

    // When
    send(text(original));

    // Then
    TextMessage dead = (TextMessage) nextOf(deadLetters, 5_000);
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("TOO_LARGE");
  }

  @Test
  void makesADeadLetterOfWhatGwsRefuses() throws Exception {
    // When
    send(text("{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"refuse-me\"}"));

    // Then
    TextMessage dead = (TextMessage) nextOf(deadLetters, 5_000);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("REJECTED");
    assertThat(dead.getStringProperty("workbinError"))
        .isEqualTo("GWS statusCode 6: Resource not found");
  }

  @Test
  void makesADeadLetterOfAReusedRequestId() throws Exception {
    // Given
    send(text("{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}"));
    placed();

    // When
    send(text("{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i2\"}"));

    // Then
    TextMessage dead = (TextMessage) nextOf(deadLetters, 5_000);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("CONFLICT");
  }

  @Test
  void placesTheSameRequestOnce() throws Exception {
    // Given
    String record =
        "{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}";

    // When
    send(text(record));
    send(text(record));
    send(text("{\"requestId\":\"r2\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i2\"}"));

    // Then
    await().until(() -> intake.placement.headers.size() == 3);
    assertThat(intake.placement.requests)
        .extracting(PlacementRequest::requestId)
        .containsExactlyInAnyOrder("r1", "r2");
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void whatWasGivenUpIsNotDeliveredAgain() throws Exception {
    // When
    send(
        text(
            "{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"fail-me\"}"));
    send(text("{\"requestId\":\"r2\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i2\"}"));

    // Then
    await().until(() -> intake.placement.ledger.find("r2").isPresent());
    assertThat(nextOf(EmbeddedBroker.DEAD_LETTERS, 100)).isNull();
    assertThat(intake.placement.headers).as("deliveries").hasSize(2);
  }

  @Test
  void leavesAFailureToTheBroker() throws Exception {
    // Given
    String original =
        "{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"break-me\"}";

    // When
    send(text(original));

    // Then
    TextMessage dead = (TextMessage) nextOf(EmbeddedBroker.DEAD_LETTERS, 5_000);
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(intake.placement.headers).as("deliveries").hasSize(3);
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void aPoisonMessageDoesNotBlockThoseBehindIt() throws Exception {
    // Given
    send(text("{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"break-me\"}"));

    // When
    send(text("{\"requestId\":\"r2\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i2\"}"));

    // Then
    await().until(() -> intake.placement.ledger.find("r2").isPresent());
    assertThat(nextOf(EmbeddedBroker.DEAD_LETTERS, 5_000)).isNotNull();
  }

  @Test
  void leavesAMessageThatIsTooLargeToBeReadToTheBroker() throws Exception {
    // Given
    String original = "x".repeat(2 * 1024 * 1024);

    // When
    send(text(original));

    // Then
    TextMessage dead = (TextMessage) nextOf(EmbeddedBroker.DEAD_LETTERS, 5_000);
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(intake.placement.headers).isEmpty();
  }

  @Test
  void readsNoOtherKindOfMessage() throws Exception {
    // Given
    Message map = session.createMapMessage();
    Message stream = session.createStreamMessage();
    Message bare = session.createMessage();

    // When
    for (Message message : List.of(map, stream, bare)) {
      send(message);
    }

    // Then
    for (int i = 0; i < 3; i++) {
      assertThat(nextOf(EmbeddedBroker.DEAD_LETTERS, 5_000)).isNotNull();
    }
    assertThat(intake.placement.headers).isEmpty();
  }

  @Test
  void readsNoForgedExchangeEvenIfABrokerLetsItThrough() throws Exception {
    // Given
    assertThat(System.getProperty("jdk.serialFilter")).isEqualTo("!*");
    DefaultExchange forged = new DefaultExchange(intake.context);
    forged.getIn().setBody("{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}");
    forged.getIn().setHeader("CamelHttpUri", "http://127.0.0.1:1/attacker");
    jakarta.jms.ObjectMessage message =
        session.createObjectMessage(DefaultExchangeHolder.marshal(forged));

    // When
    Exception refusal = null;
    try {
      new org.workbinroutes.ops.broker.PlainMessageConverter(1_000).fromMessage(message);
    } catch (org.springframework.jms.support.converter.MessageConversionException refused) {
      refusal = refused;
    }

    // Then
    assertThat(refusal).hasMessageContaining("send a text or a bytes message");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> send(message))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("Object messages are not taken");
    org.assertj.core.api.Assertions.assertThatThrownBy(message::getObject)
        .isInstanceOf(JMSException.class);
    assertThat(intake.placement.headers).isEmpty();
  }

  @Test
  void aSendTakesPartInTheTransactionThatReads() throws Exception {
    // Given
    String from = "from." + UUID.randomUUID();
    String to = "to." + UUID.randomUUID();
    intake.context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("jms:queue:" + from)
                .errorHandler(noErrorHandler())
                .to("jms:queue:" + to)
                .throwException(new IllegalStateException("after the send"));
          }
        });

    // When
    session.createProducer(session.createQueue(from)).send(session.createTextMessage("x"));

    // Then
    assertThat(nextOf(EmbeddedBroker.DEAD_LETTERS, 5_000)).isNotNull();
    assertThat(nextOf(to, 100)).isNull();
  }

  @Test
  void readsFromOutsideThisProcess(@TempDir Path other) throws Exception {
    // Given
    EmbeddedBroker remote =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(other)
                .with(new RemoteAccess(0, "partner", "s3cret", RemoteAccess.PUBLIC_ADDRESSES)));
    remote.start();
    try (IntakeContext far = new IntakeContext();
        org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory partner =
            new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + remote.port(), "partner", "s3cret")) {
      far.context
          .getRegistry()
          .bind("jms", new JmsComponentFactory(remote.connectionFactory()).create());
      far.load("intake-jms.camel.yaml");
      far.instantiate("jms-intake", "jms", Map.of());
      far.context.start();

      // When
      try (jakarta.jms.JMSContext context = partner.createContext()) {
        context
            .createProducer()
            .setProperty("CamelHttpUri", "http://127.0.0.1:1/attacker")
            .send(
                context.createQueue("workbin.placements"),
                "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}");
      }

      // Then
      await().until(() -> far.placement.ledger.find("r1").isPresent());
      assertThat(far.placement.headers).containsExactly(Map.of());
    } finally {
      remote.stop();
    }
  }

  private TextMessage text(String body) throws JMSException {
    return session.createTextMessage(body);
  }

  private void send(Message message) throws JMSException {
    session.createProducer(session.createQueue(queue)).send(message);
  }

  private PlacementRequest placed() {
    await().until(() -> !intake.placement.requests.isEmpty());
    return intake.placement.requests.get(0);
  }

  private Message nextOf(String name, long timeoutMillis) throws JMSException {
    MessageConsumer consumer = session.createConsumer(session.createQueue(name));
    try {
      return consumer.receive(timeoutMillis);
    } finally {
      consumer.close();
    }
  }
}
