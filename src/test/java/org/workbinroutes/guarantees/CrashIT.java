package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/**
 * The packaged product under load from all three intakes, killed at random moments, its start
 * included. In the end every request is in its workbin exactly once, is confirmed, and its
 * notification is in the sink.
 */
class CrashIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final int ROUNDS = LONG ? 200 : Integer.getInteger("workbinroutes.crashes", 5);
  private static final double KILLED_WHILE_STARTING = 0.25;

  @Test
  void nothingIsLostOrPlacedTwiceWithTheEmbeddedLedger() throws Exception {
    crash("crash-embedded", ROUNDS, Map.of());
  }

  @Test
  void nothingIsLostOrPlacedTwiceWithPostgresql() throws Exception {
    crash(
        "crash-postgresql",
        LONG ? ROUNDS : Math.max(2, ROUNDS * 3 / 10),
        Map.of("workbin.ledger", PostgresServer.shared().newSchema()));
  }

  private static void crash(String name, int rounds, Map<String, String> ledger) throws Exception {
    // Given
    long seed = Long.getLong("workbinroutes.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<String, String> keys = new LinkedHashMap<>(ledger);
    keys.put("workbin.confirm-timeout", "3s");
    keys.put("workbin.recovery.every", "500ms");
    System.out.println(name + ": seed " + seed);
    long begin = System.nanoTime();
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        ProductProcess product = new ProductProcess(name, gws.url(), keys)) {
      Load load = new Load(product, bin(gws, 0));
      load.start(2, 1, Duration.ofMillis(700));
      // When
      int early = 0;
      for (int round = 1; round <= rounds; round++) {
        product.start();
        boolean whileStarting = random.nextDouble() < KILLED_WHILE_STARTING;
        if (whileStarting) {
          early++;
        } else {
          product.awaitReady();
        }
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1300));
        product.kill();
        load.into(bin(gws, round));
      }
      product.start();
      product.awaitReady();
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, product, Duration.ofSeconds(90));
      System.out.printf(
          "%s: rounds %d (%d of them killed while starting), sent again by clients %d, %s, %d s%n",
          name,
          rounds,
          early,
          load.resent(),
          outcome.figures(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
      // Then
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(outcome.requests()).isGreaterThan(rounds * 10);
    }
  }

  /** A workbin of its own for each round, so that reading one does not grow with the rounds. */
  private static BinAddress bin(SimulatorServer gws, int round) {
    BinAddress bin = BinAddress.agentGroup("crash-" + round, "Crew & Co");
    gws.addWorkbin(Workbin.at(bin));
    return bin;
  }
}
