package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.broker.BrokerProcess;
import org.workbinroutes.simulator.Adds;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/**
 * The broker is killed in the middle of a load and started again with what it had on disk. Clients
 * send again what was not acknowledged to them, as clients do. In the end each interaction is in
 * its workbin, once.
 */
class BrokerRestartIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final int KILLS = LONG ? 20 : 1;
  private static final int SENDERS = 3;
  private static final BinAddress BIN = BinAddress.agentGroup("restart", "Crew & Co");
  private static final String QUEUE = "workbin.placements";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> sent = new ArrayList<>();
  private final AtomicInteger sentAgain = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"CORE", "AMQP"})
  void nothingIsLostOrPlacedTwice(String protocol) throws Exception {
    // Given
    long begin = System.nanoTime();
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        BrokerProcess broker = new BrokerProcess(Files.createDirectory(folder.resolve("broker")))) {
      gws.addWorkbin(Workbin.at(BIN));
      try (ProductRig product =
          new ProductRig(
              gws,
              folder,
              keys -> {
                keys.remove("workbin.broker.port");
                keys.put(
                    "workbin.broker",
                    protocol.equals("CORE") ? broker.coreTlsUrl() : broker.amqpTlsUrl());
                keys.put("workbin.broker.username", BrokerProcess.USER);
                keys.put("workbin.broker.password", BrokerProcess.PASSWORD);
                keys.put("workbin.broker.trust-store", broker.trust().trustStore().toString());
                keys.put(
                    "workbin.broker.trust-store-password", broker.trust().trustStorePassword());
              })) {
        assertThat(product.data).exists();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
          Thread sender = new Thread(() -> send(broker), "sender-" + i);
          senders.add(sender);
          sender.start();
        }

        // When
        for (int kill = 0; kill < KILLS; kill++) {
          int before = placed(gws);
          await().atMost(PATIENCE).until(() -> placed(gws) > before + 100);
          broker.kill();
          broker.start();
        }
        int after = placed(gws);
        await().atMost(PATIENCE).until(() -> placed(gws) > after + 100);
        end.countDown();
        for (Thread sender : senders) {
          sender.join(PATIENCE.toMillis());
          assertThat(sender.isAlive()).as("a sender still waits for its broker").isFalse();
        }
        await().atMost(PATIENCE).until(() -> placed(gws) >= sent.size() && isEmpty(broker));

        // Then
        List<Adds> adds = sent.stream().map(gws::adds).toList();
        long lost = adds.stream().filter(one -> one.effects() == 0).count();
        long doubled = adds.stream().filter(one -> one.effects() > 1).count();
        long again = adds.stream().filter(one -> one.calls() > 1).count();
        System.out.printf(
            "broker restart, %s: requests %d, kills %d, sent again by clients %d, lost %d, placed"
                + " twice %d, called twice %d, %d s%n",
            protocol,
            sent.size(),
            KILLS,
            sentAgain.get(),
            lost,
            doubled,
            again,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        assertThat(lost).as("lost").isZero();
        assertThat(doubled).as("placed twice").isZero();
        assertThat(again).as("called twice").isZero();
      }
    }
  }

  /** Sends one request after the other, each until the broker has acknowledged it. */
  private void send(BrokerProcess broker) {
    String interaction = null;
    String lastFailed = null;
    while (interaction != null || end.getCount() > 0) {
      try (ActiveMQConnectionFactory factory = connections(broker);
          Connection connection = ((ConnectionFactory) factory).createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
        while (interaction != null || end.getCount() > 0) {
          interaction = interaction == null ? next() : interaction;
          producer.send(
              session.createTextMessage(
                  """
                  {"requestId":"R-%1$s","workbinId":"restart","agentGroup":"Crew & Co","id":"%1$s"}"""
                      .formatted(interaction)));
          interaction = null;
        }
      } catch (JMSException away) {
        if (interaction != null && !interaction.equals(lastFailed)) {
          sentAgain.incrementAndGet();
        }
        lastFailed = interaction;
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
      }
    }
  }

  private synchronized String next() {
    sent.add("I-" + sent.size());
    return sent.get(sent.size() - 1);
  }

  private static int placed(SimulatorServer gws) {
    return gws.contents(BIN).size();
  }

  private static boolean isEmpty(BrokerProcess broker) throws JMSException {
    try (ActiveMQConnectionFactory factory = connections(broker);
        Connection connection = ((ConnectionFactory) factory).createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(QUEUE))) {
      connection.start();
      return !browser.getEnumeration().hasMoreElements();
    }
  }

  private static ActiveMQConnectionFactory connections(BrokerProcess broker) {
    return new ActiveMQConnectionFactory(
        broker.coreUrl() + "?reconnectAttempts=0&callTimeout=5000",
        BrokerProcess.USER,
        BrokerProcess.PASSWORD);
  }
}
