package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/**
 * Three nodes on one broker and one PostgreSQL, under load from all intakes, while nodes, the
 * elected one among them, and the broker are killed, and the elected one stands still for longer
 * than its lease: nothing is lost, nothing placed twice, each notification in a sink at least once.
 */
class NodesIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");

  /** In the long form, how many troubles of random kind. */
  private static final int ROUNDS = 20;

  private static final Pattern ADDED = Pattern.compile("ItemAdded.*?\"id\":\"(I-waits-\\d)\"");
  private static final Duration FAILOVER = Duration.ofSeconds(60);

  /** What befalls an installation. */
  private enum Trouble {
    A_NODE_IS_KILLED,
    THE_ELECTED_NODE_IS_KILLED,
    THE_BROKER_IS_KILLED,
    THE_ELECTED_NODE_STANDS_STILL
  }

  private final Map<Trouble, List<Long>> failovers = new LinkedHashMap<>();

  @Test
  void nothingIsLostOrPlacedTwiceWhateverFails() throws Exception {
    // Given
    long seed = Long.getLong("workbinroutes.seed", System.nanoTime());
    Random random = new Random(seed);
    System.out.println("nodes: seed " + seed);
    long begin = System.nanoTime();
    BinAddress first = BinAddress.agentGroup("nodes-0", "Crew & Co");
    try (SimulatorServer gws =
            SimulatorServer.builder().workbin(Workbin.at(first)).logRequests(false).start();
        Nodes nodes = new Nodes("nodes", 3, gws.url(), Nodes.quick())) {
      nodes.start();
      nodes.awaitElected(FAILOVER);
      Load load = new Load(nodes, first);
      load.start(2, 1, Duration.ofSeconds(1));
      // When
      int rounds = LONG ? ROUNDS : Trouble.values().length;
      for (int round = 0; round < rounds; round++) {
        Trouble trouble = Trouble.values()[LONG ? random.nextInt(Trouble.values().length) : round];
        befall(trouble, nodes);
        nodes.start();
        BinAddress next = BinAddress.agentGroup("nodes-" + (round + 1), "Crew & Co");
        gws.addWorkbin(Workbin.at(next));
        load.into(next);
      }
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, nodes, Duration.ofSeconds(90));
      // Then
      System.out.printf(
          "nodes: rounds %d, ms until another node hears %s, sent again by clients %d, %s, %d s%n",
          rounds,
          failovers,
          load.resent(),
          outcome.figures(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(outcome.requests()).isGreaterThan(rounds * 10);
    }
  }

  private void befall(Trouble trouble, Nodes nodes) throws Exception {
    ProductProcess elected = nodes.awaitElected(FAILOVER);
    switch (trouble) {
      case A_NODE_IS_KILLED -> {
        nodes.another(elected).kill();
        TimeUnit.SECONDS.sleep(1);
      }
      case THE_ELECTED_NODE_IS_KILLED -> {
        elected.kill();
        long killed = System.nanoTime();
        nodes.awaitElected(FAILOVER);
        note(trouble, killed);
      }
      case THE_BROKER_IS_KILLED -> nodes.restartBroker();
      case THE_ELECTED_NODE_STANDS_STILL -> {
        elected.standStill();
        long still = System.nanoTime();
        ProductProcess next = nodes.awaitElected(FAILOVER);
        note(trouble, still);
        assertThat(next).isNotSameAs(elected);
        // until what it works on is taken up by the others
        TimeUnit.MILLISECONDS.sleep(Nodes.LEDGER_LEASE.toMillis());
        elected.goOn();
        await()
            .alias("it knows that it is not elected any more")
            .atMost(Duration.ofSeconds(60))
            .until(() -> elected.metric("workbin_elected") == 0);
        assertThat(nodes.awaitElected(FAILOVER)).isSameAs(next);
      }
    }
  }

  private void note(Trouble trouble, long since) {
    failovers
        .computeIfAbsent(trouble, none -> new ArrayList<>())
        .add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
  }

  @Test
  void whoWaitsAtOneNodeIsToldWhatAnotherHears() throws Exception {
    // Given: a workbin that only nodes place into which do not hear
    BinAddress bin = BinAddress.agentGroup("nodes-wait", "Night Shift");
    Map<String, String> keys = new LinkedHashMap<>(Nodes.quick());
    keys.put("workbin.confirm-timeout", "5m");
    try (SimulatorServer gws =
            SimulatorServer.builder().workbin(Workbin.at(bin)).logRequests(false).start();
        Nodes nodes = new Nodes("nodes-wait", 2, gws.url(), keys)) {
      nodes.start();
      ProductProcess elected = nodes.awaitElected(FAILOVER);
      ProductProcess other = nodes.another(elected);
      for (int i = 0; i < 5; i++) {
        Order order = new Order("waits-" + i, bin);
        long asked = System.nanoTime();
        // When
        var answer = other.post("?wait=confirmed", order.json(), Duration.ofSeconds(10));
        // Then: by its notification, not by a look into the workbin after workbin.confirm-timeout
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("CONFIRMED");
        System.out.printf(
            "nodes: confirmation seen at another node after %d ms%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
        assertThat(elected.placement(order.requestId()).path("state").asText())
            .isEqualTo("CONFIRMED");
      }
      assertThat(other.metric("workbin_elected")).isZero();
      awaitOneSinkHasThemInOrder(nodes);
    }
  }

  /** A workbin's notifications go to one node, which keeps their order. */
  private static void awaitOneSinkHasThemInOrder(Nodes nodes) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<List<String>> inSinks = new ArrayList<>();
              for (Path audit : nodes.audits()) {
                if (Files.exists(audit)) {
                  inSinks.add(
                      ADDED
                          .matcher(Files.readString(audit))
                          .results()
                          .map(m -> m.group(1))
                          .toList());
                }
              }
              inSinks.removeIf(List::isEmpty);
              assertThat(inSinks)
                  .containsExactly(
                      List.of("I-waits-0", "I-waits-1", "I-waits-2", "I-waits-3", "I-waits-4"));
            });
  }
}
