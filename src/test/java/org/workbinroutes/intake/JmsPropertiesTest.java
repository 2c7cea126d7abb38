package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.LedgerView.Filter;
import org.workbinroutes.placement.Placers;

/**
 * Whatever a message holds, it ends in the ledger or among the dead letters, each of its records
 * once, and soon. More inputs: {@code -Djqwik.tries.default=100000}.
 */
class JmsPropertiesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String RECORD =
      "{\"workbinId\":\"w1\",\"agentGroup\":\"Größe 客\",\"interactionId\":\"i1\",\"operation\":\"AddChat\","
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

  private static Path folder;
  private static EmbeddedBroker broker;
  private static CamelContext camel;
  private static ProducerTemplate template;
  private static ExecutorService threads;
  private static Connection connection;
  private static Session session;

  @BeforeContainer
  static void start() throws Exception {
    folder = Files.createTempDirectory("jms-properties");
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(folder));
    broker.start();
    camel = new DefaultCamelContext();
    camel.start();
    template = camel.createProducerTemplate();
    threads = Executors.newSingleThreadExecutor();
    connection = broker.connectionFactory().createConnection();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterContainer
  static void stop() throws Exception {
    System.out.printf(
        "any JMS message: %d messages, %d records entered, %d dead letters%n",
        MESSAGES.get(), ENTERED.get(), DEAD.get());
    connection.close();
    camel.stop();
    threads.shutdownNow();
    broker.stop();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void anyTextIsAccountedFor(@ForAll("texts") String text) throws Exception {
    requireAccount(session.createTextMessage(text), text);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void anyBytesAreAccountedFor(@ForAll byte[] bytes) throws Exception {
    requireAccount(bytesMessage(bytes), bytes);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void aDamagedMessageIsAccountedFor(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    byte[] whole = WHOLE.get(random.nextInt(WHOLE.size())).getBytes(StandardCharsets.UTF_8);
    byte[] damaged = damaged(whole, random);
    String text = new String(damaged, StandardCharsets.UTF_8);
    requireAccount(bytesMessage(damaged), damaged);
    requireAccount(session.createTextMessage(text), text);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
  void anyMapIsAccountedFor(
      @ForAll Map<@NotEmpty String, String> texts, @ForAll double number, @ForAll byte[] bytes)
      throws Exception {
    MapMessage map = session.createMapMessage();
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      map.setString(entry.getKey(), entry.getValue());
    }
    map.setDouble("attributes.number", number);
    map.setBytes("bytes", bytes);
    requireAccount(map, null);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(200),
        Arbitraries.strings()
            .withChars('[', ']', '{', '}', '"', ':', ',', '\\', '\n', 'e', '1', '.', '-')
            .ofMaxLength(60),
        Arbitraries.integers().between(1, 2_000).map("["::repeat),
        Arbitraries.integers().between(1, 2_000).map("{\"a\":"::repeat));
  }

  /** Hands a message to the intake as its container does, twice, as after a lost commit. */
  private static void requireAccount(Message message, Object original) throws Exception {
    message.setJMSMessageID("ID:" + MESSAGES.incrementAndGet());
    MemoryLedger ledger = new MemoryLedger();
    Placers placers =
        new Placers(
            ledger, new InFlight(), template, threads, 1, 10_000, request -> Optional.empty());
    placers.close(); // what is entered is not placed
    JmsIntake intake =
        new JmsIntake(
            RECORDS, placers, new JmsAnswers(null, null, 1), null, "jms:any", "queue:dead", "");
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
