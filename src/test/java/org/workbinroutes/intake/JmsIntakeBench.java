package org.workbinroutes.intake;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.ops.broker.EmbeddedBroker;
import org.workbinroutes.ops.broker.EmbeddedBrokerOptions;
import org.workbinroutes.placement.Ledger;

/**
 * Measures how fast the JMS intake acknowledges what waits in a queue: the embedded broker with its
 * journal, the embedded ledger, 8 consumers. GWS answers at once; the ledger is told of every call
 * and of every answer.
 */
final class JmsIntakeBench {
  private static final int MESSAGES = Integer.getInteger("messages", 10_000);
  private static final int ROUNDS = 3;

  private JmsIntakeBench() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("jms-bench");
    EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBrokerOptions.in(folder.resolve("broker")));
    broker.start();
    int queues = 0;
    System.out.printf("%7s %9s %15s %10s%n", "batch", "prefetch", "acknowledged/s", "placed/s");
    measure(broker, folder, "warm-up", "100", "-1");
    for (String batch : List.of("1", "10", "100", "500")) {
      for (String prefetch : List.of("4096", "32768", "262144")) {
        List<double[]> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          rounds.add(measure(broker, folder, "q" + ++queues, batch, prefetch));
        }
        System.out.printf(
            "%7s %9s %,15.0f %,10.0f%n", batch, prefetch, median(rounds, 0), median(rounds, 1));
      }
    }
    System.exit(0);
  }

  private static double median(List<double[]> rounds, int figure) {
    return rounds.stream()
        .mapToDouble(round -> round[figure])
        .sorted()
        .skip(rounds.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  private static double[] measure(
      EmbeddedBroker broker, Path folder, String queue, String batch, String prefetch)
      throws Exception {
    try (Connection connection = broker.connectionFactory().createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        Ledger ledger =
            Ledgers.open(LedgerSettings.at("jdbc:sqlite:" + folder.resolve(queue + ".db")));
        JmsRig rig = new JmsRig(broker, ledger, JmsRig.BACKLOG)) {
      connection.start();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      for (int i = 0; i < MESSAGES; i++) {
        producer.send(
            session.createTextMessage(
                "{\"workbinId\":\"8b4d1f0e-6a1c-4f5e-9f3a-0a7c2b1d9e55\",\"agentGroup\":\"G\",\"id\":\"i-"
                    + i
                    + "\"}"));
      }
      session.commit();
      long begin = System.nanoTime();
      rig.with(Map.of("queue", queue, "batch", batch, "prefetch", prefetch));
      while (!isEmpty(session, queue)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      long acknowledged = System.nanoTime() - begin;
      while (rig.placed.size() < MESSAGES) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      long placed = System.nanoTime() - begin;
      return new double[] {MESSAGES * 1e9 / acknowledged, MESSAGES * 1e9 / placed};
    }
  }

  private static boolean isEmpty(Session session, String queue) throws Exception {
    try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
      return !browser.getEnumeration().hasMoreElements();
    }
  }
}
