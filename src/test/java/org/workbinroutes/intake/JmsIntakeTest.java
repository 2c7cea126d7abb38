package org.workbinroutes.intake;

import static org.apache.activemq.artemis.api.core.Message.MAP_TYPE;
import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

@Execution(ExecutionMode.CONCURRENT)
class JmsIntakeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private JmsRig intake;
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
  void connect() throws Exception {
    queue = "placements." + UUID.randomUUID();
    deadLetters = "dead." + UUID.randomUUID();
    connection = broker.connectionFactory().createConnection();
    connection.start();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    if (intake != null) {
      intake.close();
    }
  }

  @Test
  void aMessageOfWrongRecordsAloneMakesFewDeadLettersAndOneLine() throws Exception {
    // Given
    try (CapturedLog log = CapturedLog.ofAll()) {
      start();

      // When
      send(text("[" + "1,".repeat(500) + "1]"));

      // Then
      for (int i = 0; i < 100; i++) {
        assertThat(((TextMessage) nextOf(deadLetters, 60_000)).getText()).isEqualTo("1");
      }
      TextMessage rest = (TextMessage) nextOf(deadLetters, 60_000);
      assertThat(rest.getText().split("\n", -1)).hasSize(401).containsOnly("1");
      assertThat(rest.getStringProperty("workbinError")).startsWith("401 records of one message");
      assertThat(nextOf(deadLetters, 100)).isNull();
      assertThat(log.linesWith(queue + " were refused, the first as")).hasSize(1);
    }
  }

  @Test
  void placesATextMessage() throws Exception {
    // Given
    start();

    // When
    send(
        text(
            """
            {"requestId":"r1","workbinId":"w1","agentGroup":"G","interactionId":"i1","operation":"AddChat"}\
            """));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(intake.ledger.find("r1"))
                    .hasValueSatisfying(
                        placement -> {
                          assertThat(placement.state()).isEqualTo(PlacementState.ACCEPTED);
                          assertThat(placement.source()).isEqualTo("jms:" + queue);
                        }));
    assertThat(nextOf(deadLetters, 100)).isNull();
    awaitEmpty(queue);
  }

  @Test
  void placesABytesMessageInUtf8() throws Exception {
    // Given
    start();

    // When
    send(
        bytes(
            "{\"requestId\":\"r1\",\"workbinId\":\"w1\",\"placeGroup\":\"Größe"
                + " 客\",\"id\":\"i1\"}"));

    // Then
    assertThat(placed().workbin().group()).isEqualTo("Größe 客");
  }

  @Test
  void placesAMapMessage() throws Exception {
    // Given
    start();
    MapMessage message = map();
    message.setString("requestId", "r1");
    message.setBoolean("saveLAR", true);
    message.setLong("attributes.order", 4711);
    message.setDouble("attributes.weight", 0.5);
    message.setString("attributes.a.b/c", "x");

    // When
    send(message);

    // Then
    PlacementRequest request = placed();
    assertThat(request.requestId()).isEqualTo("r1");
    assertThat(request.saveLAR()).isTrue();
    assertThat(request.attributes())
        .containsEntry("order", 4711)
        .containsEntry("weight", new BigDecimal("0.5"))
        .containsEntry("a.b/c", "x");
  }

  @Test
  void refusesAMapWithAnEntryThatNoRecordCanHave() throws Exception {
    // Given
    start();
    MapMessage photo = map();
    photo.setBytes("attributes.photo", new byte[] {1, 2});
    MapMessage infinite = map();
    infinite.setDouble("attributes.x", Double.POSITIVE_INFINITY);
    MapMessage halfSurrogate = map();
    halfSurrogate.setString("attributes.x", "\ud800");
    MapMessage number = map();
    number.setInt("requestId", 7);

    // When
    send(photo);

    // Then
    TextMessage dead = dead();
    assertThat(JSON.readTree(dead.getText()).path("workbinId").asText()).isEqualTo("w1");
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("INVALID");
    assertThat(dead.getStringProperty("workbinError"))
        .contains("/attributes.photo")
        .contains("give a text, true or false, or a finite number");
    send(infinite);
    assertThat(dead().getStringProperty("workbinError")).contains("/attributes.x");
    send(halfSurrogate);
    assertThat(dead().getStringProperty("workbinReason")).isEqualTo("MALFORMED");
    send(number);
    assertThat(dead().getStringProperty("workbinError")).contains("/requestId");
  }

  @Test
  void takesTheMessageIdForAMissingRequestId() throws Exception {
    // Given
    start();
    TextMessage message = text(record("i1"));

    // When
    send(message);

    // Then
    assertThat(placed().requestId()).isEqualTo(message.getJMSMessageID());
  }

  @Test
  void refusesARecordWithoutAnyId() {
    // Given
    JmsRecords records = new JmsRecords(new PlacementRequestParser(), 10, 1_000);
    String record = record("i1");

    // When
    List<JmsRecord> found = new ArrayList<>();
    found.addAll(records.of(new JmsContent(record, record, null), null));
    found.addAll(records.of(new JmsContent(record, "[" + record + "]", null), null));

    // Then
    assertThat(found)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.refusal().error()).contains("requestId is missing"));
  }

  @Test
  void aRecordAboveALimitCostsNoOtherOfItsArray() {
    // Given
    JmsRecords records = new JmsRecords(new PlacementRequestParser(), 10, 1 << 20);
    String longText = "{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}}";
    String deep = "{\"attributes\":" + "[".repeat(60) + "]".repeat(60) + "}";
    String large = "{\"a\":[" + "1,".repeat(150_000) + "1]}";
    String array = "[" + String.join(",", record("i1"), longText, deep, large, record("i2")) + "]";

    // When
    List<JmsRecord> found = records.of(new JmsContent(array, array, null), "m");

    // Then
    assertThat(found)
        .extracting(one -> one.refusal() == null ? "placed" : one.refusal().code())
        .containsExactly("placed", "MALFORMED", "MALFORMED", "TOO_LARGE", "placed");
    assertThat(found)
        .extracting(JmsRecord::original)
        .containsExactly(record("i1"), longText, deep, large, record("i2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\n \n"})
  void aBrokenLineIsNamedAndCostsNoOther(String end) {
    // Given
    JmsRecords records = new JmsRecords(new PlacementRequestParser(), 10, 1 << 20);
    String lines = String.join(end, record("i1"), "{\"workbinId\":x}", record("i2"));
    int line = end.contains(" ") ? 3 : 2;

    // When
    List<JmsRecord> found = records.of(new JmsContent(lines, lines, null), "m");

    // Then
    assertThat(found)
        .extracting(JmsRecord::original)
        .containsExactly(record("i1"), "{\"workbinId\":x}", record("i2"));
    assertThat(found.get(0).request().requestId()).isEqualTo("m#1");
    assertThat(found.get(1).refusal().error()).contains("at line " + line + ", column ");
    assertThat(found.get(2).request().requestId()).isEqualTo("m#3");
  }

  @Test
  void keepsGroupNamesUnharmed() throws Exception {
    // Given
    start();
    List<String> names = GroupNames.all().toList();

    // When
    for (String name : names) {
      send(text(JSON.writeValueAsString(Map.of("workbinId", "w1", "agentGroup", name, "id", "i"))));
    }

    // Then
    await().until(() -> intake.placed.size() == names.size());
    assertThat(intake.placed)
        .extracting(request -> request.workbin().group())
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void letsNoPropertyIn() throws Exception {
    // Given
    start();
    List<String> hostile =
        List.of(
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
            "intake",
            "Content_HYPHEN_Type");

    // When
    for (String name : hostile) {
      TextMessage message = text(record("r-" + name, "i1"));
      message.setStringProperty(name, "http://127.0.0.1:1/attacker");
      message.setJMSCorrelationID("attacker");
      message.setJMSType("attacker");
      send(message);
    }

    // Then
    await().until(() -> intake.placed.size() == hostile.size());
    assertThat(intake.headers).allSatisfy(headers -> assertThat(headers).isEmpty());
    assertThat(hostile)
        .allSatisfy(
            name ->
                assertThat(intake.ledger.find("r-" + name))
                    .get()
                    .returns("jms:" + queue, Placement::source));
  }

  @Test
  void doesNotReadPropertiesHoweverLarge() throws Exception {
    // Given
    start();
    TextMessage message = text(record("r1", "i1"));
    for (int i = 0; i < 40; i++) {
      message.setStringProperty("p" + i, "x".repeat(5_000));
    }
    message.setBooleanProperty("reply", true);
    message.setStringProperty("_AMQ_LARGE_SIZE", "no number");

    // When
    send(message);

    // Then
    assertThat(placed().requestId()).isEqualTo("r1");
  }

  @Test
  void makesADeadLetterOfAnInvalidMessage() throws Exception {
    // Given
    start();
    String original = "{\"workbinId\":\"w1\",\"agentgroup\":\"G\",\"id\":\"i1\"}";
    TextMessage message = text(original);
    message.setStringProperty("CamelJmsDestinationName", "elsewhere");

    // When
    send(message);

    // Then
    TextMessage dead = dead();
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("INVALID");
    assertThat(dead.getStringProperty("workbinError"))
        .contains("did you mean 'agentGroup'?")
        .contains("agentGroup or placeGroup is missing");
    assertThat(dead.getStringProperty("workbinSource")).isEqualTo("jms:" + queue);
    assertThat(dead.getStringProperty("workbinMessageId")).isEqualTo(message.getJMSMessageID());
    assertThat(dead.propertyExists("CamelJmsDestinationName")).isFalse();
    assertThat(nextOf(deadLetters, 100)).isNull();
    assertThat(intake.placed).isEmpty();
  }

  @Test
  void makesADeadLetterOfBytesThatAreNoText() throws Exception {
    // Given
    start();
    byte[] original = {'{', (byte) 0xff, '}'};
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(original);

    // When
    send(message);

    // Then
    BytesMessage dead = (BytesMessage) nextOf(deadLetters, 60_000);
    byte[] body = new byte[(int) dead.getBodyLength()];
    dead.readBytes(body);
    assertThat(body).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("MALFORMED");
  }

  @Test
  void makesADeadLetterOfALargeRecordAndOfALargeMessage() throws Exception {
    // Given
    start();
    String record = "{\"attributes\":\"" + "x".repeat(300_000) + "\"}";
    String message = "x".repeat(2 * 1024 * 1024);

    // When
    send(text(record));
    send(text(message));

    // Then
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      TextMessage dead = dead();
      bodies.add(dead.getText());
      assertThat(dead.getStringProperty("workbinReason")).isEqualTo("TOO_LARGE");
    }
    assertThat(bodies).containsExactlyInAnyOrder(record, message);
  }

  @Test
  void aMessageTooLargeToBeHeldStopsNobody() throws Exception {
    // Given
    start(Map.of("concurrentConsumers", "1"));

    // When
    BytesMessage huge = session.createBytesMessage();
    byte[] megabyte = new byte[1024 * 1024];
    for (int i = 0; i < 17; i++) {
      huge.writeBytes(megabyte);
    }
    send(huge);
    send(text(record("r1", "i1")));

    // Then
    assertThat(placed().requestId()).isEqualTo("r1");
    assertThat(dead().getStringProperty("workbinReason")).isEqualTo("TOO_LARGE");
  }

  @Test
  void makesADeadLetterOfWhatGwsRefusesAfterTheAcknowledgement() throws Exception {
    // Given
    start();
    String original = record("refuse-me");

    // When
    send(text(original));

    // Then
    TextMessage dead = dead();
    assertThat(dead.getText()).isEqualTo(original);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("REJECTED");
    assertThat(dead.getStringProperty("workbinError"))
        .isEqualTo("GWS statusCode 6: Resource not found");
    assertThat(dead.getStringProperty("workbinRequestId")).startsWith("ID:");
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void makesADeadLetterOfAReusedRequestId() throws Exception {
    // Given
    start();
    send(text(record("r1", "i1")));
    placed();

    // When
    send(text(record("r1", "i2")));

    // Then
    assertThat(dead().getStringProperty("workbinReason")).isEqualTo("CONFLICT");
  }

  @Test
  void placesTheSameRequestOnceAlsoWithinABatch() throws Exception {
    // Given
    for (int i = 0; i < 20; i++) {
      send(text(record("r1", "i1")));
    }
    send(text(record("r2", "i2")));

    // When
    start();

    // Then
    await().until(() -> intake.placed.size() == 2);
    awaitEmpty(queue);
    assertThat(intake.placed)
        .extracting(PlacementRequest::requestId)
        .containsExactlyInAnyOrder("r1", "r2");
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void whatWasGivenUpIsNoSecondDeadLetter() throws Exception {
    // Given
    start();

    // When
    send(text(record("r1", "fail-me")));
    send(text(record("r2", "i2")));

    // Then
    await().until(() -> intake.placed.size() == 2);
    awaitEmpty(queue);
    assertThat(nextOf(deadLetters, 100)).isNull();
    assertThat(nextOf(EmbeddedBroker.DEAD_LETTERS, 100)).isNull();
  }

  @Test
  void refusedMessagesDoNotHoldUpTheirBatch() throws Exception {
    // Given
    for (int i = 0; i < 30; i++) {
      send(text(i % 3 == 0 ? "{no json " + i : record("r" + i, "i" + i)));
    }

    // When
    start(Map.of("concurrentConsumers", "1", "batch", "50", "prefetch", "4096"));

    // Then
    await().until(() -> intake.placed.size() == 20);
    for (int i = 0; i < 10; i++) {
      assertThat(dead().getText()).startsWith("{no json");
    }
    assertThat(nextOf(deadLetters, 100)).isNull();
    awaitEmpty(queue);
  }

  @Test
  void bodiesCutShortDoNotHoldUpTheirBatch() throws Exception {
    // Given
    for (int i = 0; i < 4; i++) {
      send(text(record("r" + i, "i" + i)));
      LargeMessagesMain.send(broker, cutShort(i), queue);
    }

    // When
    start(Map.of("concurrentConsumers", "1", "batch", "50", "prefetch", "4096"));

    // Then
    for (int i = 0; i < 4; i++) {
      assertThat(dead().getStringProperty("workbinReason")).isEqualTo("UNSUPPORTED");
    }
    await().until(() -> intake.placed.size() == 4);
    assertThat(nextOf(deadLetters, 100)).isNull();
    awaitEmpty(queue);
  }

  /** No body, one shorter than it says, one of a negative length, and a map without entries. */
  private static ClientMessage cutShort(int number) {
    byte type = number == 3 ? MAP_TYPE : TEXT_TYPE;
    ClientMessage message = new ClientMessageImpl(type, true, 0, 0, (byte) 4, 64);
    if (number > 0) {
      message.getBodyBuffer().writeByte((byte) 1);
      message.getBodyBuffer().writeInt(number == 2 ? -7 : 1_000);
    }
    return message;
  }

  @Test
  void readsNoOtherKindOfMessage() throws Exception {
    // Given
    start();
    Message stream = session.createStreamMessage();
    Message bare = session.createMessage();

    // When
    send(stream);
    send(bare);

    // Then
    for (int i = 0; i < 2; i++) {
      TextMessage dead = dead();
      assertThat(dead.getStringProperty("workbinReason")).isEqualTo("UNSUPPORTED");
      assertThat(dead.getStringProperty("workbinError")).contains("text, a bytes or a map");
    }
    assertThat(intake.placed).isEmpty();
  }

  @Test
  void readsNoObjectEvenIfABrokerLetsItThrough() throws Exception {
    // Given
    start();
    assertThat(System.getProperty("jdk.serialFilter")).isEqualTo("!*");
    DefaultExchange forged = new DefaultExchange(intake.context);
    forged.getIn().setBody(record("i1"));
    forged.getIn().setHeader("CamelHttpUri", "http://127.0.0.1:1/attacker");
    jakarta.jms.ObjectMessage message =
        session.createObjectMessage(DefaultExchangeHolder.marshal(forged));

    // When
    JmsContent content = JmsContent.of(message, 1_000);

    // Then
    assertThat(content.refusal().code()).isEqualTo("UNSUPPORTED");
    assertThat(content.original()).isEqualTo("");
    assertThatThrownBy(() -> send(message))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining("Object messages are not taken");
    assertThatThrownBy(message::getObject).isInstanceOf(JMSException.class);
    assertThat(intake.headers).isEmpty();
  }

  @Test
  void splitsAnArray() throws Exception {
    // Given
    start();
    TextMessage message =
        text("\uFEFF [" + record("r1", "i1") + " , {\"a\":1,\"a\":2}, " + record("i3") + "]");

    // When
    send(message);

    // Then
    await().until(() -> intake.placed.size() == 2);
    assertThat(intake.placed)
        .extracting(PlacementRequest::requestId)
        .containsExactlyInAnyOrder("r1", message.getJMSMessageID() + "#3");
    TextMessage dead = dead();
    assertThat(dead.getText()).isEqualTo("{\"a\":1,\"a\":2}");
    assertThat(dead.getIntProperty("workbinPosition")).isEqualTo(2);
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("MALFORMED");
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void splitsLines() throws Exception {
    // Given
    start();
    BytesMessage message =
        bytes(
            record("r1", "i1")
                + "\r\n\n"
                + "no json\n"
                + record("i3")
                + "\n"
                + record("refuse-me"));

    // When
    send(message);

    // Then
    await().until(() -> intake.placed.size() == 3);
    Map<Integer, TextMessage> dead = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      TextMessage one = dead();
      dead.put(one.getIntProperty("workbinPosition"), one);
    }
    assertThat(dead.get(2).getText()).isEqualTo("no json");
    assertThat(dead.get(4).getStringProperty("workbinReason")).isEqualTo("REJECTED");
    assertThat(dead.get(4).getStringProperty("workbinRequestId"))
        .isEqualTo(message.getJMSMessageID() + "#4");
    assertThat(intake.ledger.find(message.getJMSMessageID() + "#3")).isPresent();
  }

  @Test
  void takesAnObjectOnSeveralLinesForOneRecord() throws Exception {
    // Given
    start();

    // When
    send(
        text(
            """
            {"attributes":{}
            ,"requestId":"r1",
            "workbinId":"w1","agentGroup":"G",
            "id":"i1"
            }
            """));

    // Then
    assertThat(placed().requestId()).isEqualTo("r1");
    assertThat(nextOf(deadLetters, 100)).isNull();
  }

  @Test
  void refusesABrokenBatchAsAWhole() throws Exception {
    // Given
    start();

    // When / Then
    for (String body : List.of("[]", "[ {} ", "[{}] x", "[{},]", "[1e999", "")) {
      send(text(body));
      TextMessage dead = dead();
      assertThat(dead.getText() == null ? "" : dead.getText()).isEqualTo(body);
      assertThat(dead.propertyExists("workbinPosition")).isFalse();
    }
    assertThat(nextOf(deadLetters, 50)).isNull();
  }

  @Test
  void refusesMoreRecordsThanAreAllowed() throws Exception {
    // Given
    start(Map.of("maxRecords", "3"));
    List<String> records = IntStream.range(0, 4).mapToObj(i -> record("r" + i, "i" + i)).toList();

    // When
    send(text(records.toString()));
    send(text(String.join("\n", records)));

    // Then
    for (int i = 0; i < 2; i++) {
      assertThat(dead().getStringProperty("workbinError")).contains("more than 3 records");
    }
    assertThat(intake.placed).isEmpty();
  }

  @Test
  void anExpiredMessageIsNotPlaced() throws Exception {
    // Given
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    producer.setTimeToLive(1);
    producer.send(text(record("r1", "i1")));
    await().until(() -> nextOf(EmbeddedBroker.EXPIRED, 10) != null || isEmpty(queue));

    // When
    start();
    send(text(record("r2", "i2")));

    // Then
    assertThat(placed().requestId()).isEqualTo("r2");
    assertThat(intake.ledger.find("r1")).isEmpty();
  }

  @Test
  void aMessageThatExpiresInItsBatchIsADeadLetter() throws Exception {
    // Given: one place in the backlog, taken, so that the second of the batch waits for it
    intake = new JmsRig(broker, new org.workbinroutes.ledger.MemoryLedger(), 1);
    send(text(record("r1", "hold-me")));
    send(text(record("r2", "i2")));
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    producer.setTimeToLive(5_000);
    producer.send(text(record("r3", "i3")));
    long late = System.currentTimeMillis() + 5_100;

    // When
    intake.with(parameters(Map.of("concurrentConsumers", "1")));
    await().until(() -> System.currentTimeMillis() > late);
    intake.letGo.countDown();

    // Then
    TextMessage dead = dead();
    assertThat(dead.getStringProperty("workbinReason")).isEqualTo("EXPIRED");
    assertThat(dead.getStringProperty("workbinRequestId")).isEqualTo("r3");
    await().until(() -> intake.placed.size() == 2);
    assertThat(intake.ledger.find("r3")).isEmpty();
  }

  @Test
  void theMoreUrgentIsPlacedFirst() throws Exception {
    // Given
    MessageProducer producer = session.createProducer(session.createQueue(queue));
    for (int i = 0; i < 25; i++) {
      producer.setPriority(i % 5 == 0 ? 9 : 1);
      producer.send(text(record("p" + producer.getPriority() + "-" + i, "i" + i)));
    }
    // one place in the backlog: placed in the order in which they are taken in
    intake = new JmsRig(broker, new org.workbinroutes.ledger.MemoryLedger(), 1);

    // When
    intake.with(parameters(Map.of("concurrentConsumers", "1", "batch", "10")));

    // Then
    await().until(() -> intake.placed.size() == 25);
    assertThat(intake.placed.subList(0, 5))
        .extracting(PlacementRequest::requestId)
        .containsExactly("p9-0", "p9-5", "p9-10", "p9-15", "p9-20");
  }

  @Test
  void answersWhenAccepted() throws Exception {
    // Given
    start();
    TemporaryQueue replies = session.createTemporaryQueue();
    MessageConsumer consumer = session.createConsumer(replies);
    TextMessage message = text(record("r1", "i1"));
    message.setJMSReplyTo(replies);
    message.setJMSCorrelationID("order 4711");

    // When
    session.createProducer(session.createQueue(queue)).send(message, 2, 7, 60_000);

    // Then
    TextMessage answer = (TextMessage) consumer.receive(60_000);
    assertThat(JSON.readTree(answer.getText()))
        .isEqualTo(
            JSON.readTree("{\"requestId\":\"r1\",\"state\":\"ACCEPTED\",\"referenceId\":16}"));
    assertThat(answer.getJMSCorrelationID()).isEqualTo("order 4711");
    assertThat(answer.getJMSType()).isEqualTo("placement");
    assertThat(answer.getJMSPriority()).isEqualTo(7);
    assertThat(answer.getJMSExpiration() - System.currentTimeMillis()).isBetween(1L, 60_000L);
  }

  @Test
  void answersWithTheMessageIdForWantOfACorrelationId() throws Exception {
    // Given
    start();

    // When
    Asked asked = ask(text("{}"));

    // Then
    assertThat(asked.answer().getJMSCorrelationID()).isEqualTo(asked.message().getJMSMessageID());
    assertThat(asked.answer().getJMSType()).isEqualTo("problem");
    JsonNode problem = asked.json();
    assertThat(problem.path("type").asText())
        .isEqualTo("urn:workbinroutes:problem:invalid-request");
    assertThat(problem.path("errors"))
        .anyMatch(e -> e.path("pointer").asText().equals("/workbinId"));
    assertThat(asked.answer().getJMSExpiration() - System.currentTimeMillis())
        .isBetween(1L, 600_000L);
  }

  @Test
  void answersWhenConfirmedIfAsked() throws Exception {
    // Given
    start();
    TemporaryQueue replies = session.createTemporaryQueue();
    MessageConsumer consumer = session.createConsumer(replies);
    TextMessage message = text(record("r1", "i1"));
    message.setJMSReplyTo(replies);
    message.setStringProperty("reply", "confirmed");
    send(message);
    PlacementRequest request = placed();
    await().until(() -> state("r1") == PlacementState.ACCEPTED);
    assertThat(consumer.receive(100)).isNull();

    // When
    InLedger.confirm(intake.ledger, request.workbin(), "i1", null);

    // Then
    TextMessage answer = (TextMessage) consumer.receive(60_000);
    assertThat(JSON.readTree(answer.getText()).path("state").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void answersHowItStandsWhenTheTimeIsUp() throws Exception {
    // Given
    start(Map.of("replyTimeout", "100"));
    TextMessage message = text(record("r1", "i1"));
    message.setStringProperty("reply", "confirmed");

    // When
    Asked asked = ask(message);

    // Then
    assertThat(asked.json().path("state").asText()).isEqualTo("ACCEPTED");
  }

  @Test
  void answersARefusalByGwsAndWhatWasPlacedBefore() throws Exception {
    // Given
    start();

    // When / Then
    assertThat(ask(text(record("r1", "refuse-me"))).json())
        .isEqualTo(
            JSON.readTree(
                "{\"type\":\"urn:workbinroutes:problem:rejected\",\"requestId\":\"r1\",\"detail\":\"GWS"
                    + " statusCode 6: Resource not found\"}"));
    assertThat(ask(text(record("r2", "fail-me"))).json().path("state").asText())
        .isEqualTo("FAILED");
    assertThat(ask(text(record("r3", "i3"))).json().path("state").asText()).isEqualTo("ACCEPTED");
    assertThat(ask(text(record("r3", "i3"))).json().path("state").asText()).isEqualTo("ACCEPTED");
    assertThat(ask(text(record("r3", "i4"))).json().path("type").asText()).endsWith(":conflict");
  }

  @Test
  void answersABatchOnce() throws Exception {
    // Given
    start();

    // When
    Asked asked = ask(text("[" + record("r1", "i1") + ",{}," + record("r3", "refuse-me") + "]"));

    // Then
    assertThat(asked.answer().getJMSType()).isEqualTo("batch");
    JsonNode all = asked.json();
    assertThat(all).hasSize(3);
    assertThat(all).extracting(one -> one.path("record").asInt()).containsExactly(1, 2, 3);
    assertThat(all.get(0).path("state").asText()).isEqualTo("ACCEPTED");
    assertThat(all.get(1).path("type").asText()).endsWith(":invalid-request");
    assertThat(all.get(2).path("type").asText()).endsWith(":rejected");
  }

  @Test
  void answersNobodyAtAnAddressOfHisChoice() throws Exception {
    // Given
    while (nextOf("workbin.expired", 100) != null) {
      // of a message that another test let expire
    }
    String victim = "victim." + UUID.randomUUID();
    String partner = "partners.a." + UUID.randomUUID();
    start(Map.of("replies", "partners.*, other, workbin*"));
    List<String> hostile =
        List.of(
            "queue://" + victim,
            "topic://" + victim,
            "temp-queue://" + victim,
            "temp-queue://" + EmbeddedBroker.PLACEMENTS,
            "temp-topic://" + victim,
            victim,
            "queue://" + queue,
            "queue://" + deadLetters,
            "queue://" + EmbeddedBroker.EXPIRED,
            "topic://" + EmbeddedBroker.NOTIFICATIONS,
            "queue://workbin-sink-crm",
            "queue://workbin.sink.crm.replayed",
            "queue://partners.a::" + victim,
            "queue://partners.a," + victim,
            "queue://partners.a?x=" + victim,
            "queue://activemq.management");
    session.createConsumer(session.createQueue(victim)).close();

    // When
    for (String address : hostile) {
      TextMessage message = text(record("i1"));
      message.setJMSReplyTo(ActiveMQDestination.fromPrefixedName(address));
      send(message);
    }
    TextMessage last = text(record("last", "i1"));
    last.setJMSReplyTo(session.createQueue(partner));
    send(last);

    // Then
    assertThat(JSON.readTree(((TextMessage) nextOf(partner, 5_000)).getText()).path("requestId"))
        .hasToString("\"last\"");
    await().until(() -> intake.placed.size() == hostile.size() + 1);
    awaitEmpty(queue);
    for (String untouched :
        List.of(
            victim,
            deadLetters,
            EmbeddedBroker.PLACEMENTS,
            EmbeddedBroker.DEAD_LETTERS,
            EmbeddedBroker.EXPIRED,
            "workbin-sink-crm",
            "workbin.sink.crm.replayed")) {
      assertThat(nextOf(untouched, 50)).as(untouched).isNull();
    }
  }

  @Test
  void anAnswerToOneWhoHasGoneMakesNoQueue() throws Exception {
    // Given
    start();
    Destination gone = ActiveMQDestination.fromPrefixedName("temp-queue://" + UUID.randomUUID());
    TextMessage message = text(record("r1", "i1"));
    message.setJMSReplyTo(gone);

    // When
    send(message);
    Asked next = ask(text(record("r2", "i2")));

    // Then
    assertThat(next.json().path("requestId").asText()).isEqualTo("r2");
    String name = ((jakarta.jms.Queue) gone).getQueueName();
    assertThatThrownBy(
            () -> session.createConsumer(ActiveMQDestination.fromPrefixedName("queue://" + name)))
        .isInstanceOf(InvalidDestinationException.class);
  }

  @Test
  void readsOnlyWhatIsSelected() throws Exception {
    // Given
    start(Map.of("selector", "kind = 'a & b' AND weight > 1.5"));
    TextMessage other = text(record("r1", "i1"));
    other.setStringProperty("kind", "c");
    TextMessage wanted = text(record("r2", "i2"));
    wanted.setStringProperty("kind", "a & b");
    wanted.setDoubleProperty("weight", 2);

    // When
    send(other);
    send(wanted);

    // Then
    assertThat(placed().requestId()).isEqualTo("r2");
    assertThat(intake.ledger.find("r1")).isEmpty();
    assertThat(isEmpty(queue)).isFalse();
  }

  @Test
  void keepsWhatIsPublishedWhileItIsAway() throws Exception {
    // Given
    String topic = "requests." + UUID.randomUUID();
    Map<String, Object> parameters =
        Map.of(
            "destinationType",
            "topic",
            "topic",
            topic,
            "subscription",
            "mine",
            "deadLetters",
            deadLetters);
    intake = new JmsRig(broker).with(parameters);
    await().until(intake::isSubscribed);
    MessageProducer producer = session.createProducer(session.createTopic(topic));
    producer.send(text(record("r1", "i1")));
    assertThat(placed().requestId()).isEqualTo("r1");
    assertThat(intake.ledger.find("r1")).get().returns("jms:" + topic, p -> p.source());
    intake.close();

    // When
    producer.send(text(record("r2", "i2")));
    intake = new JmsRig(broker).with(parameters);

    // Then: each once, however many consumers share the subscription
    producer.send(text(record("r3", "i3")));
    await().until(() -> intake.placed.size() == 2);
    assertThat(intake.placed)
        .extracting(PlacementRequest::requestId)
        .containsExactlyInAnyOrder("r2", "r3");
    assertThat(nextOf(deadLetters, 50)).isNull();
  }

  @Test
  void takesQueuesThatAreNamedByNumbers() throws Exception {
    // Given
    queue = String.valueOf(System.nanoTime());
    deadLetters = String.valueOf(System.nanoTime());
    start();

    // When
    send(text(record("r1", "i1")));
    send(text(record("refuse-me")));

    // Then
    assertThat(dead().getStringProperty("workbinReason")).isEqualTo("REJECTED");
    assertThat(intake.ledger.find("r1")).get().returns("jms:" + queue, Placement::source);
  }

  @Test
  void aWrongParameterKeepsItFromStarting() throws Exception {
    // When / Then
    for (String parameter : List.of("batch", "maxRecords", "maxMessageSize", "replyTimeout")) {
      try (JmsRig rig = new JmsRig(broker)) {
        assertThatThrownBy(() -> rig.with(parameters(Map.of(parameter, "0"))))
            .hasStackTraceContaining(parameter + " is 0");
      }
    }
    try (JmsRig rig = new JmsRig(broker)) {
      assertThatThrownBy(() -> rig.with(parameters(Map.of("prefetch", "-2"))))
          .hasStackTraceContaining("prefetch is -2");
    }
  }

  private void start() throws Exception {
    start(Map.of());
  }

  private void start(Map<String, Object> more) throws Exception {
    intake = new JmsRig(broker).with(parameters(more));
  }

  private Map<String, Object> parameters(Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("queue", queue);
    parameters.put("deadLetters", deadLetters);
    return parameters;
  }

  private static String record(String interactionId) {
    return "{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"" + interactionId + "\"}";
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\""
        + requestId
        + "\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\""
        + interactionId
        + "\"}";
  }

  private TextMessage text(String body) throws JMSException {
    return session.createTextMessage(body);
  }

  private BytesMessage bytes(String body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body.getBytes(StandardCharsets.UTF_8));
    return message;
  }

  private MapMessage map() throws JMSException {
    MapMessage message = session.createMapMessage();
    message.setString("workbinId", "w1");
    message.setString("agentGroup", "G");
    message.setString("interactionId", "i1");
    return message;
  }

  private void send(Message message) throws JMSException {
    session.createProducer(session.createQueue(queue)).send(message);
  }

  private Asked ask(TextMessage message) throws JMSException {
    TemporaryQueue replies = session.createTemporaryQueue();
    MessageConsumer consumer = session.createConsumer(replies);
    message.setJMSReplyTo(replies);
    send(message);
    TextMessage answer = (TextMessage) consumer.receive(60_000);
    assertThat(answer).as("the answer").isNotNull();
    consumer.close();
    replies.delete();
    return new Asked(message, answer);
  }

  private PlacementRequest placed() {
    await().until(() -> !intake.placed.isEmpty());
    return intake.placed.get(0);
  }

  private PlacementState state(String requestId) {
    return intake.ledger.find(requestId).orElseThrow().state();
  }

  private TextMessage dead() throws JMSException {
    Message dead = nextOf(deadLetters, 60_000);
    assertThat(dead).as("a dead letter").isNotNull();
    return (TextMessage) dead;
  }

  private void awaitEmpty(String name) {
    await().until(() -> isEmpty(name));
  }

  private boolean isEmpty(String name) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(session.createQueue(name))) {
      return !browser.getEnumeration().hasMoreElements();
    }
  }

  private Message nextOf(String name, long timeoutMillis) throws JMSException {
    try (MessageConsumer consumer = session.createConsumer(session.createQueue(name))) {
      return consumer.receive(timeoutMillis);
    }
  }

  private record Asked(TextMessage message, TextMessage answer) {
    JsonNode json() throws Exception {
      return JSON.readTree(answer.getText());
    }
  }
}
