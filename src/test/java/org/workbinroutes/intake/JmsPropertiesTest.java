package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.LedgerView.Filter;
import org.workbinroutes.placement.Placements;

/**
 * Whatever a message holds, it ends in the ledger or among the dead letters, each of its records
 * once, and soon.
 */
class JmsPropertiesTest {
  private static final String SEEDS = "org.workbinroutes.intake.SeededInputs#seeds";
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String RECORD =
      "{\"workbinId\":\"w1\",\"agentGroup\":\"Größe"
          + " 客\",\"interactionId\":\"i1\",\"operation\":\"AddChat\","
          + "\"saveLAR\":true,\"attributes\":{\"a\":[1,2.5e3,null,{\"b\":\"\\u00e9\"}]}}";
  private static final List<String> WHOLE =
      List.of(
          RECORD,
          "[" + RECORD + "," + RECORD + "]",
          RECORD + "\n" + RECORD + "\n" + RECORD,
          RECORD.replace(",", ",\n"));

  private static final JmsRecords RECORDS =
      new JmsRecords(new PlacementRequestParser(), 1_000, 1024 * 1024);
  private static final AtomicInteger MESSAGES = new AtomicInteger();
  private static final AtomicInteger ENTERED = new AtomicInteger();
  private static final AtomicInteger DEAD = new AtomicInteger();

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static CamelContext camel;
  private static ProducerTemplate template;
  private static ExecutorService threads;
  private static Connection connection;
  private static Session session;

  @BeforeAll
  static void start() throws Exception {
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(folder));
    broker.start();
    camel = new DefaultCamelContext();
    camel.start();
    template = camel.createProducerTemplate();
    threads = Executors.newSingleThreadExecutor();
    connection = broker.connectionFactory().createConnection();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterAll
  static void stop() throws Exception {
    System.out.printf(
        "any JMS message: %d messages, %d records entered, %d dead letters%n",
        MESSAGES.get(), ENTERED.get(), DEAD.get());
    connection.close();
    camel.stop();
    threads.shutdownNow();
    broker.stop();
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void anyTextIsAccountedFor(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 20; i++) {
      String text = text(inputs);
      requireAccount(session.createTextMessage(text), text);
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void anyBytesAreAccountedFor(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = inputs.bytes();
      requireAccount(bytesMessage(bytes), bytes);
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void aDamagedMessageIsAccountedFor(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      byte[] whole = WHOLE.get(random.nextInt(WHOLE.size())).getBytes(StandardCharsets.UTF_8);
      byte[] damaged = damaged(whole, random);
      String text = new String(damaged, StandardCharsets.UTF_8);
      requireAccount(bytesMessage(damaged), damaged);
      requireAccount(session.createTextMessage(text), text);
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void anyMapIsAccountedFor(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 20; i++) {
      MapMessage map = session.createMapMessage();
      for (long entries = inputs.number(0, 10); entries > 0; entries--) {
        map.setString(inputs.one("", "workbinId", "id") + '.' + inputs.anyText(20), text(inputs));
      }
      map.setDouble(
          "attributes.number",
          inputs.one(0.0, -0.0, Double.NaN, Double.MAX_VALUE, inputs.random().nextGaussian()));
      map.setBytes("bytes", inputs.bytes());
      requireAccount(map, null);
    }
  }

  private static String text(SeededInputs inputs) {
    return switch ((int) inputs.number(0, 3)) {
      case 0 -> inputs.anyText(200);
      case 1 -> inputs.textOf("[]{}\":,\\\ne1.-", 0, 60);
      case 2 -> "[".repeat((int) inputs.number(1, 2_000));
      default -> "{\"a\":".repeat((int) inputs.number(1, 2_000));
    };
  }

  /** Hands a message to the intake as its container does, twice, as after a lost commit. */
  private static void requireAccount(Message message, Object original) throws Exception {
    message.setJMSMessageID("ID:" + MESSAGES.incrementAndGet());
    MemoryLedger ledger = new MemoryLedger();
    Placements placements =
        new Placements(ledger, new InFlight(), template, threads, 1, 10_000, null);
    placements.close(); // what is entered is not placed
    JmsIntake intake =
        new JmsIntake(
            RECORDS, placements, new JmsAnswers(null, null, 1), null, "jms:any", "queue:dead", "");
    List<?> dead = open(intake, message);
    int entered = ledger.list(Filter.all(100)).size();
    ENTERED.addAndGet(entered);
    DEAD.addAndGet(dead.size());
    assertThat(entered + dead.size()).isPositive();
    for (Object one : dead) {
      JmsDeadLetter letter = (JmsDeadLetter) one;
      assertThat(letter.properties()).containsKeys("workbinReason", "workbinError");
      if (original != null && !letter.properties().containsKey("workbinPosition")) {
        assertThat(letter.body()).isEqualTo(original);
      }
    }
    assertThat(open(intake, message)).hasSameSizeAs(dead);
    assertThat(ledger.list(Filter.all(100))).hasSize(entered);
  }

  private static List<?> open(JmsIntake intake, Message message) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(new JmsBatch(List.of(message)));
    assertTimeoutPreemptively(SOON, () -> intake.open(exchange));
    return exchange.getMessage().getBody(List.class);
  }

  private static BytesMessage bytesMessage(byte[] bytes) throws Exception {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(bytes);
    message.reset();
    return message;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\n\\".charAt(random.nextInt(9));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> System.arraycopy(bytes, 0, bytes, at, Math.min(at, bytes.length - at));
      }
    }
    return bytes;
  }
}
