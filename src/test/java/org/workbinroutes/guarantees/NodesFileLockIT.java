package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/** Two processes that elect one of them by a lock on a file, {@code workbin.cluster = file}. */
class NodesFileLockIT {
  private static final Duration LEASE = Duration.ofMillis(1_500);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** For login, handshake and subscriptions of the next one, on a busy machine. */
  private static final Duration TO_HEAR = Duration.ofSeconds(5);

  @Test
  void oneHearsThoughTheOtherStandsStillOrIsKilled() throws Exception {
    // Given
    BinAddress bin = BinAddress.agentGroup("file-lock", "Crew & Co");
    Map<String, String> keys = new LinkedHashMap<>(Nodes.quick());
    keys.put("workbin.cluster", "file");
    keys.put("workbin.cluster.lease", LEASE.toMillis() + "ms");
    try (SimulatorServer gws =
            SimulatorServer.builder().workbin(Workbin.at(bin)).logRequests(false).start();
        Nodes nodes = new Nodes("file-lock", 2, gws.url(), keys)) {
      nodes.start();
      ProductProcess elected = nodes.awaitElected(Duration.ofSeconds(20));
      ProductProcess other = nodes.another(elected);
      Load load = new Load(nodes, bin);
      load.start(2, 1, Duration.ofSeconds(1));
      await().atMost(TO_HEAR).until(() -> gws.listeners(bin) == 1);
      // When: it stands still for longer than its lease
      elected.standStill();
      // Then: the system keeps the lock for it, so that nobody else is elected
      await()
          .during(LEASE.plus(INTERVAL.multipliedBy(3)))
          .atMost(LEASE.multipliedBy(3))
          .until(() -> other.metric("workbin_elected") == 0);
      elected.goOn();
      await()
          .alias("it goes on to hear, and alone")
          .during(INTERVAL.multipliedBy(3))
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  nodes.elected().filter(elected::equals).isPresent()
                      && elected.metric("workbin_cometd_connected") == 1
                      && other.metric("workbin_elected") == 0);
      // When: it is killed
      elected.kill();
      long killed = System.nanoTime();
      // Then
      assertThat(nodes.awaitElected(LEASE.plus(INTERVAL.multipliedBy(2)).plus(TO_HEAR)))
          .isSameAs(other);
      System.out.printf(
          "file lock: another node hears after %d ms%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      nodes.start();
      assertThat(elected.metric("workbin_elected")).isZero();
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, nodes, Duration.ofSeconds(60));
      System.out.println("file lock: " + outcome.figures());
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(nodes.elected()).contains(other);
    }
  }
}
