package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.LedgerObserver;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.placement.PlacementWatch.Until;

/** Requests that are placed in the background, and those who wait for them. */
class PlacementsTest {
  private static final GroupWorkbin WORKBIN =
      new GroupWorkbin("W1", GroupKind.AGENT_GROUP, "MyAgentGroup");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Source SOURCE = new Source("test", Source.BackPressure.BLOCK);
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
  private Placements placements;

  @BeforeEach
  void start() throws Exception {
    camel = new DefaultCamelContext();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(Placements.PLACE)
                .process(
                    exchange -> {
                      PlacementAttempt attempt =
                          exchange.getProperty(PlacementAttempt.PROPERTY, PlacementAttempt.class);
                      String id = attempt.requestId();
                      gwsAnswers.await();
                      calls.incrementAndGet();
                      steps.send(attempt);
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
    placements =
        new Placements(
            ledger, inFlight, camel.createProducerTemplate(), threads, THREADS, MOST, steps);
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
    Placements.Submission taken = placements.submit(request("r1"), SOURCE).get();
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
    List<Placements.Submission> taken = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      taken.add(placements.submit(request("r" + i), SOURCE).get());
    }
    // Then: the third has to wait for a thread, and nobody knows how long
    assertThat(taken)
        .extracting(one -> one.entry().placement().attempts())
        .containsExactly(1, 1, 0);
    gwsAnswers.countDown();
    for (Placements.Submission one : taken) {
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
    Placements.Submission taken = placements.submit(request("r1"), SOURCE).get();
    // Then
    assertThat(taken.entry().placement().attempts()).isZero();
  }

  @Test
  void aRequestThatIsKnownIsNotPlacedAgain() throws Exception {
    // Given
    gwsAnswers.countDown();
    placements.submit(request("r1"), SOURCE).get().placed().get(60, TimeUnit.SECONDS);
    // When
    Placements.Submission again = placements.submit(request("r1"), SOURCE).get();
    // Then
    assertThat(again.entry().kind()).isEqualTo(Ledger.Entry.Kind.KNOWN);
    assertThat(again.placed().get().state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(calls).hasValue(1);
    await().untilAsserted(() -> assertThat(placements.room()).isEqualTo(MOST));
  }

  @Test
  void whoHandsOverMoreThanThereIsRoomForWaits() throws Exception {
    // Given
    for (int i = 0; i < MOST; i++) {
      placements.submit(request("r" + i), SOURCE).get();
    }
    CompletableFuture<Placements.Submission> next = new CompletableFuture<>();
    Thread source =
        new Thread(
            () -> {
              try {
                next.complete(placements.submit(request("r9"), SOURCE).get());
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
  void aSourceThatIsNotToWaitIsRefusedWhileTheBacklogIsFull() throws Exception {
    // Given
    for (int i = 0; i < MOST; i++) {
      placements.submit(request("r" + i), SOURCE).get();
    }
    // When / Then
    assertThatExceptionOfType(Placements.BacklogFullException.class)
        .isThrownBy(
            () -> placements.submit(request("r9"), new Source("test", Source.BackPressure.REFUSE)));
    assertThat(ledger.find("r9")).isEmpty();
  }

  @Test
  void aCallersThreadPlacesItsRequestThoughTheBacklogIsFull() throws Exception {
    // Given
    for (int i = 0; i < MOST; i++) {
      placements.submit(request("r" + i), SOURCE).get();
    }
    gwsAnswers.countDown();
    // When
    Placements.Submission submission =
        placements
            .submit(request("r9"), new Source("test", Source.BackPressure.CALLER))
            .getNow(null);
    // Then: it is done when its thread is back
    assertThat(submission.entry().kind()).isEqualTo(Ledger.Entry.Kind.NEW);
    assertThat(submission.placed())
        .isCompletedWithValueMatching(
            placement -> placement.state() == PlacementState.ACCEPTED && placement.attempts() == 1);
    assertThat(inFlight.contains("r9")).isFalse();
  }

  @Test
  void whatIsQueuedLiesInTheLedgerUntilItIsClaimed() throws Exception {
    // When
    Placements.Submission queued =
        placements.submit(request("r1"), new Source("test", Source.BackPressure.QUEUE)).get();
    // Then
    assertThat(queued.placed()).isCompletedWithValue(queued.entry().placement());
    assertThat(placements.room()).isEqualTo(MOST);
    assertThat(ledger.claim(10)).extracting(one -> one.request().requestId()).containsExactly("r1");
  }

  @Test
  void whatWaitsAtAStopStaysInTheLedger() throws Exception {
    // Given
    List<Placements.Submission> taken = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      taken.add(placements.submit(request("r" + i), SOURCE).get());
    }
    // When
    placements.close();
    gwsAnswers.countDown();
    // Then: two threads had begun with theirs
    for (Placements.Submission one : taken) {
      one.placed().get(60, TimeUnit.SECONDS);
    }
    assertThat(ledger.find("r2")).get().returns(PlacementState.RECEIVED, Placement::state);
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void aWaitEndsWithTheAnswerOfGws() throws Exception {
    // Given
    placements.submit(request("r1"), SOURCE).get();
    CompletableFuture<Placement> accepted = watch.await("r1", Until.ACCEPTED, LONG);
    CompletableFuture<Placement> confirmed = watch.await("r1", Until.CONFIRMED, LONG);
    // When
    gwsAnswers.countDown();
    // Then
    assertThat(accepted.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(confirmed).isNotDone();
    InLedger.confirm(ledger, WORKBIN, "I-r1", null);
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.CONFIRMED);
    await().untilAsserted(() -> assertThat(watch.size()).isZero());
  }

  @Test
  void aRefusalEndsTheWaitForAConfirmation() throws Exception {
    // Given
    placements.submit(request("bad"), SOURCE).get();
    CompletableFuture<Placement> confirmed = watch.await("bad", Until.CONFIRMED, LONG);
    // When
    gwsAnswers.countDown();
    // Then
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.REJECTED);
  }

  @Test
  void aWaitWhoseTimeIsUpTellsHowThePlacementStands() throws Exception {
    // Given
    placements.submit(request("r1"), SOURCE).get();
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
    placements.submit(request("r1"), SOURCE).get().placed().get(60, TimeUnit.SECONDS);
    CompletableFuture<Placement> confirmed = watch.await("r1", Until.CONFIRMED, LONG);
    // When: nobody reports it
    anotherNodeWrites = true;
    InLedger.confirm(ledger, WORKBIN, "I-r1", null);
    // Then
    assertThat(confirmed.get(60, TimeUnit.SECONDS).state()).isEqualTo(PlacementState.CONFIRMED);
  }

  private static PlacementRequest request(String id) {
    return new PlacementRequest(id, WORKBIN, "I-" + id, null, false, null);
  }
}
