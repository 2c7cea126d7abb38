package org.workbinroutes.ops.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.outage.SmallDisk;

class BrokerOnAFullDiskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long HARDLY_ANY = 1L << 20;

  @TempDir Path temp;
  private final ExecutorService thread = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    thread.shutdownNow();
  }

  /** Another program takes all room before Artemis, which looks every few seconds, has seen it. */
  @Test
  void itIsStartedAgainAfterItsJournalCouldNotBeWritten() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 40);
        CapturedLog log = CapturedLog.ofAll()) {
      EmbeddedBroker broker =
          new EmbeddedBroker(EmbeddedBrokerOptions.in(disk.folder().resolve("broker")), HARDLY_ANY);
      broker.start();
      try {
        BrokerHealthCheck check = new BrokerHealthCheck(broker, "embedded", thread);
        send(broker, "before");
        List<String> sent = new ArrayList<>(List.of("before"));
        disk.fill();

        // When
        for (int i = 0; broker.trouble().filter(text -> text.contains("failed")).isEmpty(); i++) {
          try {
            send(broker, i + "x".repeat(500_000));
            sent.add(i + "x".repeat(500_000));
          } catch (JMSException full) {
            await()
                .atMost(PATIENCE)
                .until(() -> broker.trouble().filter(text -> text.contains("failed")).isPresent());
          }
        }

        // Then
        for (int i = 0; i < 10; i++) {
          assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
        }

        // When
        disk.free();

        // Then
        await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.UP);
        send(broker, "after");
        sent.add("after");
        assertThat(received(broker, sent.size())).containsAll(sent);
        assertThat(log.linesWith("broker is down")).hasSize(1);
        assertThat(log.linesWith("broker is back")).hasSize(1);
      } finally {
        broker.stop();
      }
    }
  }

  @Test
  void whoSendsWaitsUntilThereIsRoomAndHealthAndLogSaySo() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 300)) {
      EmbeddedBroker broker =
          new EmbeddedBroker(EmbeddedBrokerOptions.in(disk.folder().resolve("broker")));
      broker.start();
      BrokerHealthCheck check = new BrokerHealthCheck(broker, "embedded", thread);
      await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.UP);
      try (CapturedLog log = CapturedLog.ofAll()) {
        // When
        disk.fill(200L << 20);
        HealthCheck.Result down = check.call();
        Future<?> sending = thread.submit(() -> sendMany(broker, 20));

        // Then
        assertThat(down.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(down.getMessage().orElseThrow())
            .contains("takes no messages while less than 256 MB are free");
        assertThat(log.linesWith("WARN The broker is down since")).hasSize(1);

        // When
        disk.free();

        // Then
        await().atMost(PATIENCE).until(sending::isDone);
        sending.get();
        assertThat(received(broker, 20)).hasSize(20);
        await().atMost(PATIENCE).until(() -> check.call().getState() == HealthCheck.State.UP);
        assertThat(log.linesWith("INFO The broker is back after")).hasSize(1);
      } finally {
        broker.stop();
      }
    }
  }

  private static Void sendMany(Broker broker, int count) throws JMSException {
    for (int i = 0; i < count; i++) {
      send(broker, "message " + i);
    }
    return null;
  }

  private static void send(Broker broker, String text) throws JMSException {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer =
            session.createProducer(session.createQueue(EmbeddedBroker.PLACEMENTS))) {
      producer.send(session.createTextMessage(text));
    }
  }

  /** All messages; more than were acknowledged can be there, and of those the body may be cut. */
  private static List<String> received(Broker broker, int least) throws JMSException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer =
            session.createConsumer(session.createQueue(EmbeddedBroker.PLACEMENTS))) {
      connection.start();
      Message message = consumer.receive(PATIENCE.toMillis());
      while (message != null) {
        texts.add(message instanceof TextMessage text ? text.getText() : "cut short");
        message =
            texts.size() < least ? consumer.receive(PATIENCE.toMillis()) : consumer.receiveNoWait();
      }
    }
    return texts;
  }
}
