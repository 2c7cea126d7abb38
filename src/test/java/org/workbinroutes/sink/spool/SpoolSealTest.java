package org.workbinroutes.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.ops.broker.PlainMessageConverter;
import org.workbinroutes.outage.CapturedLog;

/** The spool on a broker to which others may send as well: here each of them may do everything. */
class SpoolSealTest {
  private static final String KEY = "k".repeat(32);
  private static final String OURS = "{\"messageType\":\"ours\"}";
  private static final String FORGED = "{\"messageType\":\"forged\"}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(directory));
    broker.start();
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void aForgedNotificationReachesNoSinkAndIsKeptAndNamed() throws Exception {
    // Given
    SpoolSeal seal = new SpoolSeal(KEY, false);
    JmsSpool spool = spool(seal);
    try (SinkQueue queue = subscribed(spool);
        CapturedLog log = CapturedLog.ofAll()) {
      // When
      sendTo(context -> context.createTopic(JmsNames.TOPIC), FORGED, null);
      sendTo(context -> context.createTopic(JmsNames.TOPIC), FORGED, "00".repeat(32));
      sendTo(context -> context.createQueue(JmsNames.replayed("crm")), FORGED, null);
      spool.publish(List.of(new SpoolEntry(OURS, "w1")));

      // Then
      assertThat(next(queue)).containsExactly(OURS);
      until(
          () -> {
            assertThat(queue.receive(10, 100)).isEmpty();
            return seal.refusedSoFar() == 3;
          });
      assertThat(log.linesWith("workbin.spool.key"))
          .singleElement()
          .asString()
          .contains("sink crm", "workbin.notifications")
          .doesNotContain("forged");
    }
    assertThat(letters(spool))
        .hasSize(3)
        .allSatisfy(letter -> assertThat(letter.text()).isEqualTo(FORGED))
        .allSatisfy(letter -> assertThat(letter.reason()).contains("workbin.spool.key"));
  }

  @Test
  void aSealHoldsForItsTextItsLaneAndItsPlaceAlone() throws Exception {
    // Given
    JmsSpool spool = spool(new SpoolSeal(KEY, false));
    try (SinkQueue queue = subscribed(spool);
        JMSContext other = broker.connectionFactory().createContext()) {
      var stolen =
          other.createSharedDurableConsumer(other.createTopic(JmsNames.TOPIC), "workbin-sink-b");
      spool.publish(List.of(new SpoolEntry(OURS, "w1")));
      String seal = stolen.receive(PATIENCE.toMillis()).getStringProperty(SpoolSeal.PROPERTY);
      assertThat(next(queue)).containsExactly(OURS);

      // When
      sendTo(context -> context.createTopic(JmsNames.TOPIC), FORGED, seal);
      sendTo(context -> context.createTopic(JmsNames.TOPIC), OURS, seal);
      sendTo(context -> context.createQueue(JmsNames.replayed("crm")), OURS, seal);

      // Then
      spool.publish(List.of(new SpoolEntry("{\"last\":true}", "w1")));
      assertThat(next(queue)).containsExactly("{\"last\":true}");
    }
  }

  @Test
  void replayPutsBackWhatASinkCouldNotDeliverAndNoForgedLetter() throws Exception {
    // Given
    JmsSpool spool = spool(new SpoolSeal(KEY, false));
    try (SinkQueue queue = subscribed(spool)) {
      sendTo(context -> context.createQueue(JmsNames.deadLetters("crm")), FORGED, null);
      sendBytes(JmsNames.deadLetters("crm"));
      spool.deadLetters().keep("crm", new DeadLetter("1", "then", "why", OURS));
      spool.deadLetters().keep("other", new DeadLetter("2", "then", "why", OURS));
      move(JmsNames.deadLetters("other"), JmsNames.deadLetters("crm"));

      // When
      long replayed = spool.deadLetters().replay("crm");

      // Then
      assertThat(replayed).isEqualTo(1);
      assertThat(next(queue)).containsExactly(OURS);
      assertThat(queue.receive(10, 100)).isEmpty();
    }
    assertThat(letters(spool)).hasSize(3);
    assertThat(spool.deadLetters().purge("crm")).isEqualTo(3);
  }

  @Test
  void whatAnEarlierVersionSpooledIsDeliveredWithoutAKeyAndWhileOneIsIntroduced() throws Exception {
    // Given
    JmsSpool before = spool(new SpoolSeal(null, false));
    subscribed(before).close();
    for (int i = 0; i < 2; i++) {
      before.publish(List.of(new SpoolEntry("{\"n\":" + i + "}", "w1")));
    }
    before.deadLetters().keep("crm", new DeadLetter("1", "then", "why", OURS));

    // When
    try (SinkQueue queue = before.open("crm")) {
      List<Waiting> first = queue.receive(1, PATIENCE.toMillis());
      queue.delivered(first);
      assertThat(first).extracting(Waiting::text).containsExactly("{\"n\":0}");
    }
    JmsSpool introduced = spool(new SpoolSeal(KEY, true));
    try (SinkQueue queue = introduced.open("crm")) {
      assertThat(next(queue)).containsExactly("{\"n\":1}");

      // Then
      assertThat(introduced.deadLetters().replay("crm")).isEqualTo(1);
    }
    try (SinkQueue queue = spool(new SpoolSeal(KEY, false)).open("crm")) {
      assertThat(next(queue)).containsExactly(OURS);
    }
  }

  private JmsSpool spool(SpoolSeal seal) {
    return new JmsSpool(
        broker.connectionFactory(), new PlainMessageConverter(1 << 24), broker::depth, seal);
  }

  private static SinkQueue subscribed(JmsSpool spool) throws Exception {
    SinkQueue queue = spool.open("crm");
    assertThat(queue.receive(1, 1)).isEmpty();
    return queue;
  }

  /** The next ones, acknowledged. */
  private static List<String> next(SinkQueue queue) throws Exception {
    List<String> texts = new ArrayList<>();
    until(
        () -> {
          List<Waiting> some = queue.receive(10, 100);
          queue.delivered(some);
          some.forEach(one -> texts.add(one.text()));
          return !texts.isEmpty();
        });
    return texts;
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static List<DeadLetter> letters(JmsSpool spool) throws Exception {
    List<DeadLetter> letters = new ArrayList<>();
    spool.deadLetters().read("crm", 100, letters::add);
    return letters;
  }

  private void sendTo(Function<JMSContext, Destination> target, String text, String seal)
      throws JMSException {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      TextMessage message = context.createTextMessage(text);
      message.setStringProperty(WorkbinLane.PROPERTY, "w2");
      if (seal != null) {
        message.setStringProperty(SpoolSeal.PROPERTY, seal);
      }
      context.createProducer().send(target.apply(context), message);
    }
  }

  private void sendBytes(String queue) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      context.createProducer().send(context.createQueue(queue), new byte[] {1});
    }
  }

  private void move(String from, String to) {
    try (JMSContext context = broker.connectionFactory().createContext()) {
      Message message =
          context.createConsumer(context.createQueue(from)).receive(PATIENCE.toMillis());
      context.createProducer().send(context.createQueue(to), message);
    }
  }
}
