package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/**
 * GWS is down for a while under load: the heap stays flat, nothing is lost or given up, the intakes
 * wait, and when GWS is back it is not stormed.
 */
class OutageIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final Duration OUTAGE = Duration.ofSeconds(LONG ? 300 : 20);
  private static final int CONNECTIONS = 16;
  private static final Duration CALL = Duration.ofMillis(50);
  private static final long MOST_GROWTH = 40L << 20;
  private static final BinAddress BIN = BinAddress.agentGroup("outage", "Night Shift");

  @Test
  void anOutageCostsNothingButTime() throws Exception {
    // Given
    try (SimulatorServer gws =
            SimulatorServer.builder()
                .workbin(Workbin.at(BIN))
                .logRequests(false)
                .addDelay(CALL)
                .start();
        ProductProcess product =
            new ProductProcess(
                "outage",
                gws.url(),
                Map.of(
                    "gws.connections",
                    String.valueOf(CONNECTIONS),
                    "workbin.confirm-timeout",
                    "5s"))) {
      product.start();
      product.awaitReady();
      Load load = new Load(product, BIN);
      load.start(8, 1, Duration.ofSeconds(1));
      TimeUnit.SECONDS.sleep(5);
      List<Long> heap = new ArrayList<>();
      heap.add(product.livingBytes());
      // When
      gws.stop();
      long down = System.nanoTime();
      TimeUnit.SECONDS.sleep(3);
      // clients who come while it is known that GWS is down
      load.start(2, 0, null);
      while (System.nanoTime() - down < OUTAGE.toNanos()) {
        TimeUnit.MILLISECONDS.sleep(OUTAGE.toMillis() / 5);
        heap.add(product.livingBytes());
      }
      long filesWaiting = product.filesWaiting();
      long placedBefore = gws.counters().addEffects();
      gws.start();
      List<Long> perTenth = callsPerTenth(gws, Duration.ofSeconds(10));
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, product, Duration.ofMinutes(LONG ? 10 : 2));
      long most = perTenth.stream().mapToLong(Long::longValue).max().orElseThrow();
      int first = firstCall(perTenth);
      System.out.printf(
          "outage: GWS down %d s, living bytes in MB before and during %s, files that waited %d,"
              + " answers 503 with Retry-After %d, placed before %d, first call %.1f s after it is"
              + " back, most calls in 100 ms %d of %d possible, %s%n",
          OUTAGE.toSeconds(),
          heap.stream().map(bytes -> bytes >> 20).toList(),
          filesWaiting,
          load.askedToWait(),
          placedBefore,
          first / 10.0,
          most,
          callsPossible(),
          outcome.figures());
      // Then
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(heap.get(heap.size() - 1) - heap.get(0)).as("growth").isLessThan(MOST_GROWTH);
      assertThat(filesWaiting).as("files wait in the drop folder").isPositive();
      assertThat(load.askedToWait()).as("HTTP clients are asked to come again").isPositive();
      assertThat(most).as("calls in 100 ms").isLessThanOrEqualTo(callsPossible());
    }
  }

  /**
   * With each call taking its time, so many can begin in 100 ms if as many are under way as may.
   */
  private static long callsPossible() {
    return CONNECTIONS * (100 / CALL.toMillis() + 1);
  }

  private static List<Long> callsPerTenth(SimulatorServer gws, Duration time)
      throws InterruptedException {
    List<Long> calls = new ArrayList<>();
    long before = gws.counters().addCalls();
    for (long tenth = 0; tenth < time.toMillis() / 100; tenth++) {
      TimeUnit.MILLISECONDS.sleep(100);
      long now = gws.counters().addCalls();
      calls.add(now - before);
      before = now;
    }
    return calls;
  }

  private static int firstCall(List<Long> perTenth) {
    int tenth = 0;
    while (tenth < perTenth.size() && perTenth.get(tenth) == 0) {
      tenth++;
    }
    return tenth;
  }
}
