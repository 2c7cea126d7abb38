package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.broker.Batches;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/** The ledger fails, or the process stops at the worst moment. */
@Execution(ExecutionMode.CONCURRENT)
class JmsIntakeTroubleTest {
  private static final int DELIVERIES = 3;

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private final String queue = "placements." + UUID.randomUUID();
  private final String deadLetters = "dead." + UUID.randomUUID();
  private final Map<String, Object> parameters =
      Map.of("queue", queue, "deadLetters", deadLetters, "concurrentConsumers", "2");
  private final MemoryLedger kept = new MemoryLedger();
  private final AtomicInteger asked = new AtomicInteger();
  private Connection connection;
  private Session session;

  @BeforeAll
  static void startBroker() throws Exception {
    broker =
        new EmbeddedBroker(
            EmbeddedBrokerOptions.in(directory).withRedelivery(DELIVERIES, Duration.ofMillis(20)));
    broker.start();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.stop();
  }

  @BeforeEach
  void connect() throws Exception {
    connection = broker.connectionFactory().createConnection();
    connection.start();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  @Test
  void messagesWaitForALedgerThatIsDown() throws Exception {
    // Given: each is asked for three times in vain
    Ledger ledger = troubled(request -> asked.get() <= 60, entering -> down());
    for (int i = 0; i < 20; i++) {
      send("down-" + i);
    }
    long begin = System.nanoTime();

    // When
    try (JmsRig intake = new JmsRig(broker, ledger, JmsRig.BACKLOG).with(parameters)) {
      await().until(() -> intake.placed.size() == 20);
      awaitEmpty();
    }

    // Then: with pauses of 200, 400 and 800 ms, and none was handed back
    assertThat(asked).hasValue(80);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(600));
    assertThat(receive(deadLetters)).isNull();
    assertThat(deadWith("\"down-")).isNull();
  }

  @Test
  void aRequestThatTheLedgerNeverTakesKeepsNobodyWaiting() throws Exception {
    // Given
    Ledger ledger = troubled(request -> request.requestId().equals("poison"), entering -> down());
    send("r1");
    send("poison");
    send("r2");

    // When
    try (JmsRig intake = new JmsRig(broker, ledger, JmsRig.BACKLOG).with(parameters)) {
      await().until(() -> intake.placed.size() == 2);

      // Then
      TextMessage dead = await().until(() -> receive(deadLetters), one -> one != null);
      assertThat(dead.getStringProperty("workbinReason")).isEqualTo("UNENTERED");
      assertThat(dead.getStringProperty("workbinRequestId")).isEqualTo("poison");
      awaitEmpty();
      assertThat(receive(deadLetters)).isNull();
    }
  }

  @Test
  void whatIsInTheLedgerIsNotPlacedAgainAfterAStopBeforeTheAcknowledgement() throws Exception {
    // Given
    Ledger ledger =
        troubled(
            request -> true,
            entering -> entering.get().thenCompose(entry -> new CompletableFuture<>()));
    send("r1");
    try (JmsRig intake = new JmsRig(broker, ledger, JmsRig.BACKLOG).with(parameters)) {
      await().until(() -> kept.find("r1").isPresent());
      assertThat(intake.placed).isEmpty();
    }
    // nothing was acknowledged: the broker has it again, after the pause before a redelivery
    await().until(() -> !isEmpty());

    // When
    try (JmsRig intake = new JmsRig(broker, kept, JmsRig.BACKLOG).with(parameters)) {
      awaitEmpty();

      // Then: it is the recovery's to place
      assertThat(intake.placed).isEmpty();
      assertThat(kept.find("r1").orElseThrow().state()).isEqualTo(PlacementState.RECEIVED);
      assertThat(receive(deadLetters)).isNull();
    }
  }

  @Test
  void aFailureNobodyThoughtOfIsHandedBackWithoutAHotLoop() throws Exception {
    // Given
    Ledger ledger =
        troubled(
            request -> request.requestId().equals("bug"),
            entering -> CompletableFuture.failedFuture(new IllegalStateException("a bug")));
    send("bug");
    long begin = System.nanoTime();

    // When
    try (JmsRig intake = new JmsRig(broker, ledger, JmsRig.BACKLOG).with(parameters)) {
      TextMessage dead = await().until(() -> deadWith("\"bug\""), one -> one != null);

      // Then
      assertThat(dead.getText()).contains("\"bug\"");
      assertThat(asked.get()).isEqualTo(DELIVERIES);
      assertThat(intake.placed).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(40));
    }
  }

  @Test
  void whatABatchSendsIsGoneWithItsRollback() throws Exception {
    // Given
    send("sent-on");
    try (JmsRig intake = new JmsRig(broker)) {
      intake.context.getRegistry().bind("batches", new Batches(broker, 10, -1, ""));
      AtomicInteger sends = new AtomicInteger();
      intake.context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("jms:queue:" + queue + "?messageListenerContainerFactory=#bean:batches")
                  .errorHandler(noErrorHandler())
                  .process(exchange -> Handover.rebuild(exchange, "sent"))
                  .to("jms:queue:" + deadLetters)
                  .process(exchange -> sends.incrementAndGet())
                  .throwException(new IllegalStateException("after the send"));
            }
          });

      // When
      intake.context.start();

      // Then
      TextMessage back = await().until(() -> deadWith("\"sent-on\""), one -> one != null);
      assertThat(back.getText()).contains("\"sent-on\"");
      assertThat(sends).hasValue(DELIVERIES);
      assertThat(receive(deadLetters)).isNull();
    }
  }

  /** A ledger that answers some requests in another way than it should. */
  private Ledger troubled(
      Predicate<PlacementRequest> isTroubled,
      Function<Supplier<CompletableFuture<Ledger.Entry>>, CompletableFuture<Ledger.Entry>>
          trouble) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              try {
                if (!method.getName().equals("receive")) {
                  return method.invoke(kept, arguments);
                }
                asked.incrementAndGet();
                PlacementRequest request = (PlacementRequest) arguments[0];
                String source = (String) arguments[1];
                Ledger.Mode mode = (Ledger.Mode) arguments[2];
                return isTroubled.test(request)
                    ? trouble.apply(() -> kept.receive(request, source, mode))
                    : kept.receive(request, source, mode);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private static CompletableFuture<Ledger.Entry> down() {
    return CompletableFuture.failedFuture(
        new Ledger.UnavailableException("the disk is full", null));
  }

  private void send(String requestId) throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.send(
          session.createTextMessage(
              "{\"requestId\":\""
                  + requestId
                  + "\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}"));
    }
  }

  private void awaitEmpty() {
    await().until(this::isEmpty);
  }

  private boolean isEmpty() throws JMSException {
    try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      return !browser.getEnumeration().hasMoreElements();
    }
  }

  private TextMessage receive(String name) throws JMSException {
    try (MessageConsumer consumer = session.createConsumer(session.createQueue(name))) {
      return (TextMessage) consumer.receive(100);
    }
  }

  /** Of the broker's own dead letters, which other tests share: looked at, not taken. */
  private TextMessage deadWith(String text) throws JMSException {
    try (QueueBrowser browser =
        session.createBrowser(session.createQueue(EmbeddedBroker.DEAD_LETTERS))) {
      Enumeration<?> all = browser.getEnumeration();
      while (all.hasMoreElements()) {
        TextMessage dead = (TextMessage) all.nextElement();
        if (dead.getText().contains(text)) {
          return dead;
        }
      }
      return null;
    }
  }
}
