package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.placement.PlacementWatch.Until;

/** Requests that are placed in the background, and those who wait for them. */
class PlacersTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin("W1", GroupKind.AGENT_GROUP, "MyAgentGroup");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int THREADS = 2;
  private static final int MOST = 3;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService tellers = Executors.newFixedThreadPool(2);
  private final Ledger ledger =
      Ledgers.open(
          LedgerSettings.at("memory"),
          new LedgerObserver() {
            @Override
            public void moved(Placement before, Placement after) {
              if (!anotherNodeWrites) {
                watch.accept(after);
              }
            }
          });
  private final PlacementWatch watch = new PlacementWatch(ledger, timer, tellers);
  private volatile boolean anotherNodeWrites;
  private final InFlight inFlight = new InFlight();
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(2, 0, 50, 1, Duration.ofMinutes(10)));
  private final PlacementSteps steps =
      new PlacementSteps(
          ledger,
          new RetryPolicy(1, LONG, Duration.ofMillis(1), Duration.ofMillis(1)),
          gate,
          inFlight,
          Clock.systemUTC(),
          LONG,
          Clock.systemUTC(),
          workbin -> {});
  private final CountDownLatch gwsAnswers = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private DefaultCamelContext camel;
  private Placers placers;

  @BeforeEach
  void start() throws Exception {
    camel = new DefaultCamelContext();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(Placers.PLACE)
                .process(
                    exchange -> {
                      PlacementRequest request =
                          exchange.getProperty(PlacementSteps.REQUEST, PlacementRequest.class);
                      String id = request.requestId();
                      gwsAnswers.await();
                      calls.incrementAndGet();
                      steps.send(request, exchange);
                      exchange
                          .getMessage()
                          .setBody(
                              id.startsWith("bad")
                                  ? ledger.rejected(id, "statusCode 2")
                                  : ledger.accepted(id, 16L));
                    });
          }
        });
    camel.start();
    placers =
        new Placers(
            ledger,
            inFlight,
            camel.createProducerTemplate(),
            threads,
            THREADS,
            MOST,
            steps::firstCall);
  }

  @AfterEach
  void stop() {
    gate.close();
    gwsAnswers.countDown();
    watch.close();
    camel.stop();
    threads.shutdownNow();
    tellers.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void aRequestIsSafeBeforeItIsPlaced() throws Exception {
    // When
    Placers.Taken taken = placers.take(request("r1"), "test").get();
    // Then
    assertThat(taken.entry().kind()).isEqualTo(Ledger.Entry.Kind.NEW);
    assertThat(ledger.find("r1")).get().returns(PlacementState.RECEIVED, Placement::state);
    assertThat(inFlight.contains("r1")).isTrue();
    gwsAnswers.countDown();
    assertThat(taken.placed().get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.ACCEPTED);
    await().untilAsserted(() -> assertThat(inFlight.contains("r1")).isFalse());
  }

  @Test
  void theCallOfARequestThatHasAThreadIsNotedWithIt() throws Exception {
    // When
    List<Placers.Taken> taken = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      taken.add(placers.take(request("r" + i), "test").get());
    }
    // Then: the third has to wait for a thread, and nobody knows how long
    assertThat(taken)
        .extracting(one -> one.entry().placement().attempts())
        .containsExactly(1, 1, 0);
    gwsAnswers.countDown();
    for (Placers.Taken one : taken) {
      assertThat(one.placed().get(60, TimeUnit.SECONDS).attempts()).isEqualTo(1);
    }
  }

  @Test
  void noCallIsNotedBeforeItsTimeWhileGwsIsDown() throws Exception {
    // Given
    GwsComponent away = new GwsComponent();
    away.getConfiguration().setUrl("http://127.0.0.1:1");
    away.getConfiguration().setUsername("agent");
    away.getConfiguration().setPassword("secret");
    away.setCallGuard(gate);
    camel.addComponent("gws", away);
    assertThat(
            camel
                .createProducerTemplate()
                .request("gws:add", e -> e.getMessage().setBody(request("r0"))))
        .extracting(Exchange::getException)
        .isInstanceOf(GwsUnavailableException.class);
    assertThat(gate.isOpen()).isTrue();
    // When
    Placers.Taken taken = placers.take(request("r1"), "test").get();
    // Then
    assertThat(taken.entry().placement().attempts()).isZero();
  }

  @Test
  void aRequestThatIsKnownIsNotPlacedAgain() throws Exception {
    // Given
    gwsAnswers.countDown();
    placers.take(request("r1"), "test").get().placed().get(60, TimeUnit.SECONDS);
    // When
    Placers.Taken again = placers.take(request("r1"), "test").get();
    // Then
    assertThat(again.entry().kind()).isEqualTo(Ledger.Entry.Kind.KNOWN);
    assertThat(again.placed().get().state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(calls).hasValue(1);
    await().untilAsserted(() -> assertThat(placers.room()).isEqualTo(MOST));
  }

  @Test
  void whoHandsOverMoreThanThereIsRoomForWaits() throws Exception {
    // Given
    for (int i = 0; i < MOST; i++) {
      placers.take(request("r" + i), "test").get();
    }
    CompletableFuture<Placers.Taken> next = new CompletableFuture<>();
    Thread source =
        new Thread(
            () -> {
              try {
                next.complete(placers.take(request("r9"), "test").get());
              } catch (Exception e) {
                next.completeExceptionally(e);
              }
            });
    // When
    source.start();
    await().until(() -> source.getState() == Thread.State.WAITING);
    // Then
    assertThat(ledger.find("r9")).isEmpty();
    gwsAnswers.countDown();
    assertThat(next.get(60, TimeUnit.SECONDS).entry().kind()).isEqualTo(Ledger.Entry.Kind.NEW);
  }

  @Test
  void whatWaitsAtAStopStaysInTheLedger() throws Exception {
    // Given
    List<Placers.Taken> taken = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      taken.add(placers.take(request("r" + i), "test").get());
    }
    // When
    placers.close();
    gwsAnswers.countDown();
    // Then: two threads had begun with theirs
    for (Placers.Taken one : taken) {
      one.placed().get(60, TimeUnit.SECONDS);
    }
    assertThat(ledger.find("r2")).get().returns(PlacementState.RECEIVED, Placement::state);
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void aWaitEndsWithTheAnswerOfGws() throws Exception {
    // Given
    placers.take(request("r1"), "test").get();
    CompletableFuture<Placement> accepted = watch.await("r1", Until.ACCEPTED, LONG);
    CompletableFuture<Placement> confirmed = watch.await("r1", Until.CONFIRMED, LONG);
    // When
    gwsAnswers.countDown();
    // Then
    assertThat(accepted.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(confirmed).isNotDone();
    ledger.confirm(WORKBIN, "I-r1", null);
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.CONFIRMED);
    await().untilAsserted(() -> assertThat(watch.size()).isZero());
  }

  @Test
  void aRefusalEndsTheWaitForAConfirmation() throws Exception {
    // Given
    placers.take(request("bad"), "test").get();
    CompletableFuture<Placement> confirmed = watch.await("bad", Until.CONFIRMED, LONG);
    // When
    gwsAnswers.countDown();
    // Then
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.REJECTED);
  }

  @Test
  void aWaitWhoseTimeIsUpTellsHowThePlacementStands() throws Exception {
    // Given
    placers.take(request("r1"), "test").get();
    // When
    CompletableFuture<Placement> confirmed =
        watch.await("r1", Until.CONFIRMED, Duration.ofMillis(20));
    // Then
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.RECEIVED);
    await().untilAsserted(() -> assertThat(watch.size()).isZero());
  }

  @Test
  void whatAnotherNodeConfirmsIsSeen() throws Exception {
    // Given
    gwsAnswers.countDown();
    placers.take(request("r1"), "test").get().placed().get(60, TimeUnit.SECONDS);
    CompletableFuture<Placement> confirmed = watch.await("r1", Until.CONFIRMED, LONG);
    // When: nobody reports it
    anotherNodeWrites = true;
    ledger.confirm(WORKBIN, "I-r1", null);
    // Then
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.CONFIRMED);
  }

  private static PlacementRequest request(String id) {
    return new PlacementRequest(id, WORKBIN, "I-" + id, null, false, null);
  }
}
