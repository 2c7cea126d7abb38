package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.AnswerClass;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsFailures;
import org.workbinroutes.gws.GwsUnavailableException;

class GwsGateTest {
  private static final GwsAnswer ACCEPTED =
      new GwsAnswer(200, 0, null, 1L, null, Map.of(), AnswerClass.ACCEPTED);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void neverLetsMoreThroughAtOnceThanItMay() throws Exception {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(3, 0, 50, 10, Duration.ofSeconds(1)));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<GwsAnswer>> calls = new ArrayList<>();
    CountDownLatch release = new CountDownLatch(1);
    // When
    for (int i = 0; i < 12; i++) {
      calls.add(
          threads.submit(
              () ->
                  gate.call(
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        awaitQuietly(release);
                        inside.decrementAndGet();
                        return ACCEPTED;
                      })));
    }
    await().until(() -> inside.get() == 3);
    release.countDown();
    for (Future<GwsAnswer> call : calls) {
      assertThat(call.get()).isSameAs(ACCEPTED);
    }
    // Then
    assertThat(most).hasValue(3);
  }

  @Test
  void keepsToTheRate() {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(8, 50, 50, 10, Duration.ofSeconds(1)));
    long start = System.nanoTime();
    // When
    for (int i = 0; i < 30; i++) {
      gate.call(() -> ACCEPTED);
    }
    // Then: 5 in each tenth of a second, the first five at once
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
  }

  @Test
  void whoWaitsWhenTheProductStopsIsSentAway() throws Exception {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(1, 0, 50, 10, Duration.ofSeconds(1)));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Future<GwsAnswer> first =
        threads.submit(
            () ->
                gate.call(
                    () -> {
                      inside.countDown();
                      awaitQuietly(never);
                      return ACCEPTED;
                    }));
    inside.await();
    Future<GwsAnswer> second = threads.submit(() -> gate.call(() -> ACCEPTED));
    // When
    gate.close();
    // Then
    assertThatThrownBy(second::get).hasCauseInstanceOf(GwsGate.ClosedException.class);
    assertThat(first).isNotDone();
    never.countDown();
  }

  @Test
  void anOpenCircuitSendsNothingAndSaysWhenItTriesAgain() {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(2, 0, 50, 2, Duration.ofMinutes(5)));
    // When
    fail(gate);
    fail(gate);
    // Then
    assertThat(gate.isOpen()).isTrue();
    assertThat(gate.nextTry().orElseThrow()).isAfter(Instant.now().plusSeconds(60));
    assertThatThrownBy(() -> gate.call(() -> ACCEPTED)).isInstanceOf(GwsGate.OpenException.class);
  }

  @Test
  void aHalfOpenCircuitLetsAFewTryAndClosesWithThem() {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofMillis(20)));
    fail(gate);
    fail(gate);
    // When
    for (int i = 0; i < 3; i++) {
      gate.awaitTurn();
      gate.call(() -> ACCEPTED);
    }
    // Then
    assertThat(gate.isClosed()).isTrue();
    assertThat(gate.nextTry()).isEmpty();
  }

  @Test
  void whoLooksIntoWorkbinsAfterAnOutageDoesNotWaitForEachOther() {
    // Given: nothing but looks, which do not close the circuit
    GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofSeconds(1)));
    fail(gate);
    fail(gate);
    // When / Then: with a pause for each they would take minutes
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 500; i++) {
            gate.awaitTurn();
            gate.lookSucceeded();
          }
        });
    assertThat(gate.isClosed()).isFalse();
  }

  @Test
  void looksThatFailKeepTheCircuitOpen() {
    // Given: nothing but looks, as after an outage that began with calls under way
    GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofMillis(100)));
    fail(gate);
    fail(gate);
    Instant firstTry = gate.nextTry().orElseThrow();
    // When / Then
    await()
        .until(
            () -> {
              gate.awaitTurn();
              gate.lookFailed(GwsFailures.ofHttpStatus(503));
              return gate.nextTry().filter(next -> next.isAfter(firstTry)).isPresent();
            });
  }

  @Test
  void whatWasNotSentTellsNothingOfGws() {
    // Given
    GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofMillis(20)));
    fail(gate);
    fail(gate);
    gate.awaitTurn();
    // When
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  gate.call(
                      () -> {
                        throw new ClaimedCall.ClaimOverException("r");
                      }))
          .isInstanceOf(ClaimedCall.ClaimOverException.class);
    }
    // Then
    assertThat(gate.isClosed()).as("as if GWS had answered").isFalse();
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new GwsGate.Settings(0, 0, 50, 10, Duration.ofSeconds(1)))
        .hasMessageContaining("maxConcurrent");
    assertThatThrownBy(() -> new GwsGate.Settings(1, 0, 101, 10, Duration.ofSeconds(1)))
        .hasMessageContaining("failurePercent");
  }

  private static void fail(GwsGate gate) {
    assertThatThrownBy(
            () ->
                gate.call(
                    () -> {
                      throw GwsFailures.ofHttpStatus(503);
                    }))
        .isInstanceOf(GwsUnavailableException.class);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
