package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/**
 * What a second and a third node add, where GWS's answers are what is waited for: two connections a
 * node, 20 ms a call, so that a node can place 100 a second at the very most.
 */
@EnabledIfSystemProperty(named = "workbinroutes.long", matches = "true")
class NodesThroughputIT {
  private static final BinAddress BIN = BinAddress.agentGroup("throughput", "Day Shift");
  private static final int WARM_UP = 600;
  private static final int MEASURED = 1_500;

  @Test
  void nodesAddUp() throws Exception {
    double one = placementsASecond(1);
    double two = placementsASecond(2);
    double three = placementsASecond(3);
    System.out.printf(
        "nodes: 1 node %.1f/s, 2 nodes %.1f/s (%.2f times), 3 nodes %.1f/s (%.2f times)%n",
        one, two, two / one, three, three / one);
    assertThat(two / one).as("two nodes, times one").isGreaterThanOrEqualTo(1.8);
    assertThat(three / one).as("three nodes, times one").isGreaterThanOrEqualTo(2.6);
  }

  private static double placementsASecond(int count) throws Exception {
    Map<String, String> keys = Map.of("gws.connections", "2");
    try (SimulatorServer gws =
            SimulatorServer.builder()
                .workbin(Workbin.at(BIN))
                .logRequests(false)
                .addDelay(Duration.ofMillis(20))
                .start();
        Nodes nodes = new Nodes("throughput-" + count, count, gws.url(), keys)) {
      nodes.start();
      nodes.awaitElected(Duration.ofSeconds(30));
      send(nodes, (WARM_UP + MEASURED) * count);
      long begun = reached(gws, (long) WARM_UP * count);
      long ended = reached(gws, (long) (WARM_UP + MEASURED) * count);
      return MEASURED * count / ((ended - begun) / 1e9);
    }
  }

  private static long reached(SimulatorServer gws, long effects) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> gws.counters().addEffects() >= effects);
    return System.nanoTime();
  }

  private static void send(Nodes nodes, int orders) throws Exception {
    try (ActiveMQConnectionFactory factory = nodes.broker();
        Connection connection = factory.createConnection()) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(session.createQueue("workbin.placements"));
      for (int i = 0; i < orders; i++) {
        producer.send(session.createTextMessage(new Order("t-" + i, BIN).json()));
      }
      session.commit();
    }
  }
}
