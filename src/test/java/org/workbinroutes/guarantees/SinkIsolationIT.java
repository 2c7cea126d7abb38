package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * The packaged product with three webhook sinks: one that is dead for long, one that takes 200 ms
 * for each notification, one that is healthy. The product is killed in the middle. What the healthy
 * one gets comes as fast as if it were alone, and in the end all three have had everything, each
 * workbin's in order.
 */
class SinkIsolationIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final int NOTIFICATIONS = LONG ? 20_000 : 4_000;
  private static final int WORKBINS = 500;
  private static final int A_SECOND = 400;
  private static final Duration DEAD = LONG ? Duration.ofMinutes(10) : Duration.ofSeconds(15);
  private static final Duration PATIENCE = LONG ? Duration.ofMinutes(30) : Duration.ofSeconds(90);
  private static final Duration SLOWNESS = Duration.ofMillis(200);

  /** Who waits for the dead sink waits for its pause; anything less may be the machine. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  @Test
  void aDeadAndASlowSinkHarmNobodyAndNothingIsLostOverAKill() throws Exception {
    double alone = alone();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        SinkReceiver dead = new SinkReceiver(Duration.ZERO);
        SinkReceiver slow = new SinkReceiver(SLOWNESS);
        SinkReceiver healthy = new SinkReceiver(Duration.ZERO)) {
      // Given
      Map<String, String> keys = new LinkedHashMap<>();
      sink(keys, "dead", dead, 8);
      sink(keys, "slow", slow, 100);
      sink(keys, "healthy", healthy, 8);
      keys.put("camel.routeTemplate[dead].retries", "-1");
      keys.put("camel.routeTemplate[dead].maxDelay", PAUSE.toSeconds() + "s");
      dead.down(true);
      try (ProductProcess product = new ProductProcess("sinks", gws.url(), keys)) {
        hear(product, gws, healthy);
        long begin = System.nanoTime();
        Future<?> revival =
            clock.schedule(() -> dead.down(false), DEAD.toMillis(), TimeUnit.MILLISECONDS);
        // When
        publish(gws, healthy, 0, NOTIFICATIONS / 2);
        await().atMost(PATIENCE).until(() -> healthy.count() == NOTIFICATIONS / 2);
        int slowHad = slow.count();
        product.kill();
        hear(product, gws, healthy);
        publish(gws, healthy, NOTIFICATIONS / 2, NOTIFICATIONS);
        await().atMost(PATIENCE).until(() -> healthy.count() == NOTIFICATIONS);
        await().atMost(PATIENCE).until(() -> slow.count() == NOTIFICATIONS);
        revival.get();
        await().atMost(PATIENCE).until(() -> dead.count() == NOTIFICATIONS);
        // Then
        double together = healthy.percentile(0.99);
        System.out.printf(
            "sinks: %d notifications over %d workbins, %d/s; healthy p50 %.0f ms, p99 %.0f ms"
                + " (alone p99 %.0f ms); slow had %d at the kill; got twice: healthy %d, slow %d,"
                + " dead %d; dead refused %d; %d s%n",
            NOTIFICATIONS,
            WORKBINS,
            A_SECOND,
            healthy.percentile(0.5),
            together,
            alone,
            slowHad,
            healthy.repeated(),
            slow.repeated(),
            dead.repeated(),
            dead.refused(),
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
        assertThat(dead.refused()).isPositive();
        for (SinkReceiver receiver : List.of(dead, slow, healthy)) {
          assertThat(receiver.outOfOrder()).isEmpty();
        }
        assertThat(together).isLessThan(Math.max(4 * alone, 1_000.0 * PAUSE.toSeconds()));
      }
    } finally {
      clock.shutdownNow();
    }
  }

  private static double alone() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().logRequests(false).start();
        SinkReceiver healthy = new SinkReceiver(Duration.ZERO)) {
      Map<String, String> keys = new LinkedHashMap<>();
      sink(keys, "healthy", healthy, 8);
      try (ProductProcess product = new ProductProcess("sinks-alone", gws.url(), keys)) {
        hear(product, gws, healthy);
        publish(gws, healthy, 0, NOTIFICATIONS / 2);
        await().atMost(PATIENCE).until(() -> healthy.count() == NOTIFICATIONS / 2);
        return healthy.percentile(0.99);
      }
    }
  }

  private static void sink(
      Map<String, String> keys, String name, SinkReceiver receiver, int concurrency) {
    String route = "camel.routeTemplate[" + name + "].";
    keys.put(route + "templateId", "sink");
    keys.put(route + "to", "webhook:" + receiver.url());
    keys.put(route + "when", "media=chat");
    keys.put(route + "concurrency", String.valueOf(concurrency));
  }

  /** Starts the product and waits until it hears. */
  private static void hear(ProductProcess product, SimulatorServer gws, SinkReceiver receiver)
      throws IOException {
    product.start();
    product.awaitReady();
    int before = receiver.probes();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              gws.publish(SinkReceiver.probe());
              return receiver.probes() > before;
            });
  }

  private static void publish(SimulatorServer gws, SinkReceiver receiver, int from, int to)
      throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = from; i < to; i++) {
      long due = begin + TimeUnit.SECONDS.toNanos(i - from) / A_SECOND;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      receiver.sent(i);
      gws.publish(SinkReceiver.notification(i, i % WORKBINS));
    }
  }
}
