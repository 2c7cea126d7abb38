package org.workbinroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Durable messages from a queue through the ledger into GWS, against bare consumers, as many, that
 * each take a message, post, and commit.
 */
final class JmsBench implements Benchmark {
  private static final int MESSAGES = 10_000;
  private static final int CONSUMERS = 8;
  private static final int SENT_TOGETHER = 500;
  private static final long PATIENCE_MILLIS = 2_000;

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    Waiting waiting = new Waiting();
    try (ServerProcess gws = ServerProcess.simulator();
        RunningModule module =
            new RunningModule(
                folder.resolve("module"),
                gws.url(),
                "",
                Map.of(
                    "gws.connections",
                    String.valueOf(BareClient.POOL),
                    "workbin.broker.addresses",
                    "workbin.placements,bare",
                    "camel.routeTemplate[queue].templateId",
                    "jms-intake",
                    "camel.routeTemplate[queue].queue",
                    "workbin.placements"));
        BareClient bare = new BareClient(gws.url());
        ActiveMQConnectionFactory broker =
            new ActiveMQConnectionFactory(
                module.brokerUrl() + "?consumerWindowSize=4096", "bench", "b3nch");
        Connection connection = broker.createConnection()) {
      connection.start();
      long[] placed = {0};
      Turns turns =
          new Turns()
              .with("bare consumers", () -> bareConsumers(connection, bare, waiting))
              .with(
                  "JMS intake",
                  () -> {
                    List<String> records = waiting.records(MESSAGES);
                    placed[0] += MESSAGES;
                    long cpu = module.cpuNanos();
                    long begin = System.nanoTime();
                    send(connection, "workbin.placements", records);
                    module.awaitPlaced(placed[0]);
                    return new Sample(
                        MESSAGES, System.nanoTime() - begin, module.cpuNanos() - cpu, 0, 0);
                  })
              .run(length.rounds());
      report.columns("messages", "way", "placed/s", "share", "spread", "CPU us/message");
      for (String way : turns.names()) {
        report.row(
            MESSAGES,
            way,
            Median.of(turns.of(way), Sample::perSecond).value(),
            turns.share(way).value(),
            turns.share(way).spread(),
            Median.of(turns.of(way), Sample::cpuMicros).value());
      }
      report.goal("jms", turns.share("JMS intake").value(), 0.80, true);
    }
  }

  /** The messages are sent while they are consumed, as with the intake. */
  private static Sample bareConsumers(Connection connection, BareClient bare, Waiting waiting)
      throws Exception {
    ObjectMapper json = new ObjectMapper();
    ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS);
    AtomicInteger left = new AtomicInteger(MESSAGES);
    List<String> records = waiting.records(MESSAGES);
    long cpu = Callers.cpuNanos();
    long begin = System.nanoTime();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < CONSUMERS; i++) {
      all.add(
          threads.submit(
              () -> {
                try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer =
                        session.createConsumer(session.createQueue("bare"))) {
                  while (left.get() > 0) {
                    Message message = consumer.receive(PATIENCE_MILLIS);
                    if (message != null) {
                      JsonNode record = json.readTree(message.getBody(String.class));
                      bare.place(
                          Waiting.UNHEARD_BIN,
                          record.get("agentGroup").asText(),
                          record.get("interactionId").asText());
                      session.commit();
                      left.decrementAndGet();
                    }
                  }
                  return null;
                }
              }));
    }
    send(connection, "bare", records);
    while (left.get() > 0) {
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(1);
    }
    Sample sample = new Sample(MESSAGES, System.nanoTime() - begin, Callers.cpuNanos() - cpu, 0, 0);
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();
    return sample;
  }

  private static void send(Connection connection, String queue, List<String> records)
      throws Exception {
    try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      int open = 0;
      for (String record : records) {
        producer.send(session.createTextMessage(record));
        if (++open == SENT_TOGETHER) {
          session.commit();
          open = 0;
        }
      }
      session.commit();
    }
  }
}
