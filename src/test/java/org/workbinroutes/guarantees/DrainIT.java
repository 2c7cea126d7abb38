package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.simulator.ArmedFault;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/** SIGTERM under load: the packaged product ends in time and in order, and another goes on. */
class DrainIT {
  private static final BinAddress BIN = BinAddress.agentGroup("drain", "Day Shift");
  private static final int ROUNDS = Boolean.getBoolean("workbinroutes.long") ? 30 : 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void aRollingRestartUnderLoadLosesAndDoublesNothing() throws Exception {
    // Given
    try (SimulatorServer gws = gws(Duration.ofMillis(150));
        ProductProcess product =
            new ProductProcess(
                "drain",
                gws.url(),
                Map.of("workbin.confirm-timeout", "3s", "workbin.stop-notice", "500ms"))) {
      Load load = new Load(product, BIN);
      load.start(4, 1, Duration.ofMillis(700));
      List<Long> millis = new ArrayList<>();
      // When
      for (int round = 0; round < ROUNDS; round++) {
        product.start();
        product.awaitReady();
        await().atMost(PATIENCE).until(() -> product.readiness() == 200);
        long placed = gws.counters().addEffects();
        await().atMost(PATIENCE).until(() -> gws.counters().addEffects() > placed + 10);
        long asked = System.nanoTime();
        product.terminate();
        // Then
        await()
            .alias("it says that it is not ready, while it still answers")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> product.readiness() == 503);
        assertThat(product.awaitExit(PATIENCE)).as("exit code").isZero();
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
      }
      product.start();
      product.awaitReady();
      load.finish();
      Outcome outcome = Outcome.of(load.orders(), gws, product, Duration.ofSeconds(60));
      System.out.printf(
          "drain: stops in ms %s, sent again by clients %d, %s%n",
          millis, load.resent(), outcome.figures());
      assertThat(load.complaints()).isEmpty();
      outcome.requireEverythingExactlyOnce();
      assertThat(outcome.calledAgain()).as("calls for what lay in its workbin").isZero();
      assertThat(product.log()).content().contains("stopped in").doesNotContain("forced");
    }
  }

  @Test
  void whatCannotBeFinishedIsTakenOverByAnotherNode() throws Exception {
    // Given: GWS takes calls and answers none
    String ledger = PostgresServer.shared().newSchema();
    try (SimulatorServer gws = gws(Duration.ZERO);
        ProductProcess leaving = new ProductProcess("leaving", gws.url(), node("a", ledger));
        ProductProcess staying = new ProductProcess("staying", gws.url(), node("b", ledger))) {
      leaving.start();
      staying.start();
      leaving.awaitReady();
      staying.awaitReady();
      ArmedFault hanging = gws.faults().onAdd(Fault.hang(), Integer.MAX_VALUE);
      List<Order> orders = new ArrayList<>();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Order order = new Order("handed-over-" + i, BIN);
        orders.add(order);
        Thread client = new Thread(() -> post(leaving, order), order.requestId());
        clients.add(client);
        client.start();
      }
      await().atMost(PATIENCE).until(() -> hanging.used() >= 8);
      // When
      leaving.terminate();
      int exitCode = leaving.awaitExit(PATIENCE);
      gws.faults().clear();
      // Then
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                for (Order order : orders) {
                  assertThat(staying.placement(order.requestId()).path("state").asText())
                      .isEqualTo("CONFIRMED");
                  assertThat(gws.adds(order.interactionId()).effects()).isEqualTo(1);
                }
              });
      System.out.printf("hand-over: ended with %d, taken over%n", exitCode);
      for (Thread client : clients) {
        client.join(TimeUnit.SECONDS.toMillis(10));
      }
    }
  }

  private static void post(ProductProcess product, Order order) {
    try {
      product.post(order.json());
    } catch (java.io.IOException | InterruptedException gone) {
      // nobody told this client that it was safe; that it is nevertheless is what is looked at
      Thread.currentThread().setName(order.requestId() + " not answered");
    }
  }

  private static Map<String, String> node(String name, String ledger) {
    return Map.of(
        "workbin.node", name,
        "workbin.ledger", ledger,
        // longer than it takes to get all calls under way and to stop: nothing fails before
        "workbin.ledger.lease", "31s",
        "gws.retry.time", "30s",
        "gws.response-timeout", "3s",
        "workbin.confirm-timeout", "2s",
        "workbin.recovery.every", "500ms");
  }

  private static SimulatorServer gws(Duration delay) throws Exception {
    return SimulatorServer.builder()
        .workbin(Workbin.at(BIN))
        .logRequests(false)
        .addDelay(delay)
        .start();
  }
}
