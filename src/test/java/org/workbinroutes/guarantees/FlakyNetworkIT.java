package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/** Load from all intakes, while the network to GWS cuts, stalls, throttles and refuses. */
class FlakyNetworkIT {
  private static final Duration TROUBLE =
      Duration.ofSeconds(Boolean.getBoolean("workbinroutes.long") ? 120 : 15);
  private static final BinAddress BIN = BinAddress.agentGroup("flaky", "Línea 1 & 2");

  @Test
  void everythingIsPlacedOnceOverANetworkThatMisbehaves() throws Exception {
    // Given
    long seed = Long.getLong("workbinroutes.seed", System.nanoTime());
    System.out.println("flaky-network: seed " + seed);
    Random random = new Random(seed);
    try (SimulatorServer gws =
            SimulatorServer.builder().workbin(Workbin.at(BIN)).logRequests(false).start();
        FlakyProxy network = new FlakyProxy(gws.port());
        ProductProcess product =
            new ProductProcess(
                "flaky-network",
                network.url(),
                Map.of(
                    "gws.response-timeout", "1s",
                    "gws.subscription-timeout", "2s",
                    "gws.retry.first-pause", "100ms",
                    "gws.retry.max-pause", "1s",
                    "gws.retry.attempts", "100",
                    "gws.retry.time", "4m",
                    "gws.breaker.pause", "300ms",
                    "workbin.confirm-timeout", "3s",
                    "workbin.recovery.every", "500ms"))) {
      product.start();
      product.awaitReady();
      Load load = new Load(product, BIN);
      long begin = System.nanoTime();
      load.start(4, 1, Duration.ofMillis(500));
      // When
      int troubles = 0;
      while (System.nanoTime() - begin < TROUBLE.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(500));
        trouble(network, random);
        network.behave();
        troubles++;
      }
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, product, Duration.ofSeconds(60));
      System.out.printf(
          "flaky-network: troubles %d, connections cut %d, %s, %d s%n",
          troubles,
          network.cuts(),
          outcome.figures(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
      // Then
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.requests()).isGreaterThan(200);
    }
  }

  private static void trouble(FlakyProxy network, Random random) throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> network.cut();
      case 1 -> {
        // sometimes longer than a call waits for its answer
        network.stall(true);
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1300));
      }
      case 2 -> {
        network.throttle(2_000);
        TimeUnit.MILLISECONDS.sleep(700);
      }
      default -> {
        network.refuse(true);
        network.cut();
        TimeUnit.MILLISECONDS.sleep(400);
      }
    }
  }
}
