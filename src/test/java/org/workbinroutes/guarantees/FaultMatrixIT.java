package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.workbinroutes.simulator.Adds;
import org.workbinroutes.simulator.BinAddress;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.Garbage;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.simulator.Workbin;

/** One row per fault: what came of requests that met it, and how long that took. */
class FaultMatrixIT {
  private static final boolean LONG = Boolean.getBoolean("workbinroutes.long");
  private static final Duration STORM = Duration.ofSeconds(LONG ? 30 : 4);
  private static final Set<String> SETTLED = Set.of("CONFIRMED", "REJECTED", "FAILED");
  private static final BinAddress BIN = BinAddress.placeGroup("faults", "Desk & Floor");

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final List<Row> rows = new ArrayList<>();
  private SimulatorServer gws;
  private ProductProcess product;

  /** What is expected of every request of a row, and what it was. */
  private record Row(
      String fault,
      String expectedState,
      int expectedCalls,
      int expectedEffects,
      int requests,
      String state,
      String calls,
      int effects,
      long millis) {
    String line() {
      return "| %s | %d | %s | %d | %s | %s |"
          .formatted(
              fault,
              requests,
              calls,
              effects,
              state,
              String.format(Locale.ROOT, "%.1f s", millis / 1000.0));
    }
  }

  /** Arms a fault and, where it is not a switch, makes it happen while the requests are sent. */
  private interface Happening {
    void run() throws Exception;
  }

  private static final Happening NOTHING = () -> {};

  /** As many calls as it takes. */
  private static final int ANY = -1;

  @Test
  void everyFaultEndsAsItShould() throws Exception {
    try (SimulatorServer simulator =
            SimulatorServer.builder()
                .longPollTimeout(Duration.ofSeconds(5))
                .workbin(Workbin.at(BIN))
                .start();
        ProductProcess process =
            new ProductProcess(
                "faults",
                simulator.url(),
                Map.of(
                    "gws.response-timeout", "1s",
                    "gws.retry.first-pause", "100ms",
                    "gws.retry.max-pause", "500ms",
                    "gws.retry.attempts", "4",
                    "gws.retry.time", "60s",
                    "gws.breaker.pause", "300ms",
                    "gws.subscription-timeout", "2s",
                    "workbin.confirm-timeout", "2s",
                    "workbin.recovery.every", "200ms"))) {
      gws = simulator;
      product = process;
      product.start();
      product.awaitReady();
      warmUp();
      answers();
      lostAnswers();
      statusCodes();
      notifications();
      outages();
    } finally {
      clients.shutdownNow();
      print();
    }
    SoftAssertions.assertSoftly(
        softly -> {
          for (Row row : rows) {
            softly.assertThat(row.state).as(row.fault).isEqualTo(row.expectedState);
            softly
                .assertThat(row.effects)
                .as(row.fault + ": effects")
                .isEqualTo(row.expectedEffects * row.requests);
            if (row.expectedCalls != ANY) {
              softly
                  .assertThat(row.calls)
                  .as(row.fault + ": calls")
                  .isEqualTo(String.valueOf(row.expectedCalls * row.requests));
            }
          }
        });
  }

  private void warmUp() throws Exception {
    row("none", 1, NOTHING, NOTHING, "CONFIRMED", 1, 1);
  }

  private void answers() throws Exception {
    placed("HTTP 401", Fault.unauthorized(), 2);
    placed("HTTP 403, CSRF", Fault.csrf(), 2);
    refused("HTTP 403 with statusCode 5", Fault.forbidden(), 1);
    row(
        "HTTP 403 without a reason, always",
        1,
        () -> gws.faults().onAdd(Fault.httpStatus(403)),
        NOTHING,
        "REJECTED",
        1,
        0);
    placed("HTTP 429, Retry-After 1", Fault.httpStatus(429).header("Retry-After", "1"), 2);
    placed("HTTP 503, Retry-After 1", Fault.httpStatus(503).header("Retry-After", "1"), 2);
    placed("HTTP 500", Fault.httpStatus(500), 2);
    placed("HTTP 500, with effect", Fault.httpStatus(500).withEffect(), 1);
    row(
        "HTTP 500 with statusCode 4, always",
        1,
        () ->
            gws.faults()
                .onAdd(Fault.httpStatus(500).body("application/json", "{\"statusCode\":4}")),
        NOTHING,
        "FAILED",
        4,
        0);
  }

  private void lostAnswers() throws Exception {
    placed("reset before the answer", Fault.reset(), 2);
    placed("reset before the answer, with effect", Fault.reset().withEffect(), 1);
    placed("no answer in time", Fault.hang(), 2);
    placed("no answer in time, with effect", Fault.hang().withEffect(), 1);
    // The look into the workbin comes before the effect: GWS's own refusal keeps it from being two.
    placed("effect after the time-out", Fault.slow(Duration.ofMillis(1500)), 2);
    placed("body cut", Fault.cutBody(), 2);
    placed("body cut, with effect", Fault.cutBody().withEffect(), 1);
    placed("JSON cut", Fault.cutJson(), 2);
    placed("JSON cut, with effect", Fault.cutJson().withEffect(), 1);
    placed("empty body", Fault.emptyBody(), 2);
    placed("empty body, with effect", Fault.emptyBody().withEffect(), 1);
    placed("HTML page, HTTP 200", Fault.htmlPage(200), 2);
    placed("HTML page, HTTP 502", Fault.htmlPage(502), 2);
    placed("HTML page, HTTP 502, with effect", Fault.htmlPage(502).withEffect(), 1);
  }

  private void statusCodes() throws Exception {
    for (int code : new int[] {1, 5, 6, 10}) {
      refused("statusCode " + code, Fault.statusCode(code), 1);
    }
    for (int code : new int[] {2, 18}) {
      refused("statusCode " + code + ", not in the workbin", Fault.statusCode(code), 1);
      placed("statusCode " + code + ", in the workbin", Fault.statusCode(code).withEffect(), 1);
    }
    for (int code : new int[] {4, 9, 20}) {
      placed("statusCode " + code, Fault.statusCode(code), 2);
    }
    placed("statusCode 8, until the password is changed", Fault.statusCode(8), 2);
  }

  private void notifications() throws Exception {
    confirmed("notification lost", () -> gws.faults().dropNotifications(1));
    confirmed("notification doubled", () -> gws.faults().doubleNotifications(1));
    confirmed(
        "notification 3 s late", () -> gws.faults().delayNotifications(Duration.ofSeconds(3), 1));
    row(
        "notifications in reverse order",
        3,
        () -> gws.faults().reorderNotifications(3),
        NOTHING,
        "CONFIRMED",
        1,
        1);
    confirmed(
        "garbage on the channel, " + Garbage.values().length + " kinds",
        () -> {
          for (Garbage garbage : Garbage.values()) {
            gws.faults().publishGarbage(garbage);
          }
        });
    confirmed("answer to a poll cut in the middle", () -> gws.faults().cutPollAnswers(1));
    confirmed("polls are not answered any more", () -> gws.faults().holdPollsForever(true));
    confirmed("402::Unknown client", () -> gws.faults().expireBayeuxSessions());
    confirmed("403::Unknown client", () -> gws.faults().forbidUnknownClient());
    confirmed("HTTP session expired", () -> gws.faults().expireHttpSessions());
    confirmed("server says /meta/disconnect", () -> gws.faults().serverDisconnect());
  }

  private void outages() throws Exception {
    row(
        "HTTP 503 for %d s".formatted(STORM.toSeconds()),
        20,
        () -> gws.faults().onAdd(Fault.httpStatus(503)),
        () -> {
          TimeUnit.MILLISECONDS.sleep(STORM.toMillis());
          gws.faults().clear();
        },
        "CONFIRMED",
        ANY,
        1);
    for (int status : new int[] {302, 404, 407, 431, 500}) {
      row(
          "a page with HTTP %d for 2 s, more calls than gws.retry.attempts".formatted(status),
          3,
          () -> gws.faults().onAdd(Fault.htmlPage(status)),
          () -> {
            TimeUnit.SECONDS.sleep(2);
            gws.faults().clear();
          },
          "CONFIRMED",
          ANY,
          1);
    }
    row(
        "connection refused for 2 s",
        5,
        () -> gws.stop(),
        () -> {
          TimeUnit.SECONDS.sleep(2);
          gws.start();
        },
        "CONFIRMED",
        1,
        1);
    row(
        "server restarted in the middle",
        5,
        () -> gws.addDelay(Duration.ofMillis(300)),
        () -> {
          TimeUnit.MILLISECONDS.sleep(100);
          gws.restart();
          gws.addDelay(Duration.ZERO);
        },
        "CONFIRMED",
        ANY,
        1);
  }

  private void placed(String name, Fault fault, int calls) throws Exception {
    row(name, 1, () -> gws.faults().onAdd(fault, 1), NOTHING, "CONFIRMED", calls, 1);
  }

  private void refused(String name, Fault fault, int calls) throws Exception {
    row(name, 1, () -> gws.faults().onAdd(fault, 1), NOTHING, "REJECTED", calls, 0);
  }

  private void confirmed(String name, Happening happening) throws Exception {
    row(name, 1, happening, NOTHING, "CONFIRMED", 1, 1);
  }

  private void row(
      String fault,
      int requests,
      Happening before,
      Happening meanwhile,
      String state,
      int calls,
      int effects)
      throws Exception {
    // Given
    int number = rows.size();
    List<Order> orders =
        IntStream.range(0, requests).mapToObj(i -> new Order("f" + number + "-" + i, BIN)).toList();
    before.run();
    long begin = System.nanoTime();
    // When
    List<Future<?>> posts = new ArrayList<>();
    orders.forEach(order -> posts.add(clients.submit(() -> post(order))));
    meanwhile.run();
    List<String> states = awaitSettled(orders, Duration.ofSeconds(30));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    gws.faults().clear();
    gws.faults().holdPollsForever(false);
    // Then
    for (Future<?> post : posts) {
      post.get(60, TimeUnit.SECONDS);
    }
    List<Adds> adds = orders.stream().map(o -> gws.adds(o.interactionId())).toList();
    rows.add(
        new Row(
            fault,
            state,
            calls,
            effects,
            requests,
            String.join(", ", states.stream().distinct().toList()),
            String.valueOf(adds.stream().mapToInt(Adds::calls).sum()),
            adds.stream().mapToInt(Adds::effects).sum(),
            millis));
    // the next row begins with a product at rest
    Order rest = new Order("rest" + number, BIN);
    post(rest);
    awaitSettled(List.of(rest), Duration.ofSeconds(30));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> gws.workbinSubscriptions() > 0);
  }

  /** As HTTP clients should: again while it is asked for. */
  private Void post(Order order) throws IOException, InterruptedException {
    HttpResponse<String> answer = product.post(order.json());
    while (answer.statusCode() == 503
        && !SETTLED.contains(product.placement(order.requestId()).path("state").asText())) {
      TimeUnit.MILLISECONDS.sleep(200);
      answer = product.post(order.json());
    }
    return null;
  }

  private List<String> awaitSettled(List<Order> orders, Duration patience) throws Exception {
    try {
      Awaitility.await()
          .atMost(patience)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> SETTLED.containsAll(states(orders)));
    } catch (ConditionTimeoutException late) {
      // The row shows the state it stopped at.
      assertThat(orders).isNotEmpty();
    }
    return states(orders);
  }

  private List<String> states(List<Order> orders) throws IOException, InterruptedException {
    List<String> states = new ArrayList<>();
    for (Order order : orders) {
      states.add(product.placement(order.requestId()).path("state").asText("unknown"));
    }
    return states;
  }

  private void print() throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        "| fault | requests | AddInteraction calls | effects | final state | settled after |");
    table.add("|---|---|---|---|---|---|");
    rows.forEach(row -> table.add(row.line()));
    table.forEach(System.out::println);
    Path file = Path.of("target", "guarantees", "fault-matrix.md");
    Files.createDirectories(file.getParent());
    Files.write(file, table);
  }
}
