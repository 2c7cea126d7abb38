package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.placement.WaitReasons.Waiting;
import org.workbinroutes.simulator.Fault;

/**
 * While GWS is down requests wait as long as it takes; what GWS answers one request while it works
 * for others is that request's own failure.
 */
@Isolated("it counts lines of the log")
class PlacementOutageTest {
  private static final int ATTEMPTS = 4;
  private static final int MANY = 4 * ATTEMPTS;
  private static final int ALWAYS = Integer.MAX_VALUE;

  private final SetClock timeOfDay = new SetClock();
  private final AtomicInteger tries = new AtomicInteger();
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(16, 0, 50, 20, Duration.ofMillis(50)), timeOfDay);
  private PlacementRig rig;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @BeforeEach
  void start() throws Exception {
    rig =
        new PlacementRig(
            gate,
            // a time that is over with the second failure that counts
            new RetryPolicy(
                ATTEMPTS, Duration.ofMinutes(2), Duration.ofMillis(10), Duration.ofMillis(40)),
            timeOfDay,
            Duration.ofDays(1),
            call -> {
              tries.incrementAndGet();
              return gate.call(call);
            });
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408, 429})
  void noAttemptAndNoTimeCountsWhileGwsAnswersNobody(int status) throws Exception {
    // Given
    rig.gws.faults().onAdd(Fault.httpStatus(status), ALWAYS);
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    awaitCalls("I1", MANY);
    timeOfDay.advance(Duration.ofHours(1));
    awaitCalls("I1", 2 * MANY);
    // Then
    assertThat(rig.find("r1").state()).isEqualTo(PlacementState.RECEIVED);
    rig.gws.faults().clear();
    assertThat(placed.get(60, TimeUnit.SECONDS).state()).isNotEqualTo(PlacementState.FAILED);
    rig.awaitState("r1", PlacementState.CONFIRMED);
    assertThat(rig.gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void aGwsThatCannotBeReachedUsesUpNoAttempt() throws Exception {
    // Given
    rig.gws.stop();
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> tries.get() > MANY);
    timeOfDay.advance(Duration.ofHours(1));
    await().until(() -> tries.get() > 2 * MANY);
    // Then
    await().until(() -> rig.find("r1").attempts() == 0);
    rig.gws.start();
    assertThat(placed.get(60, TimeUnit.SECONDS).state())
        .isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(rig.find("r1").attempts()).isEqualTo(1);
    assertThat(rig.gws.adds("I1").calls()).isEqualTo(1);
  }

  @Test
  void aRefusedLoginUsesUpNoAttempt() throws Exception {
    // Given
    rig.gws.user("agent", "another");
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> tries.get() > MANY);
    timeOfDay.advance(Duration.ofHours(1));
    await().until(() -> tries.get() > 2 * MANY);
    // Then
    assertThat(rig.find("r1").attempts()).isLessThanOrEqualTo(1);
    rig.gws.user("agent", "secret");
    assertThat(placed.get(60, TimeUnit.SECONDS).state())
        .isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(rig.gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void aRequestThatFailsWhileGwsWorksForOthersIsGivenUp() {
    // Given
    rig.gws.faults().onAdd(Fault.httpStatus(500).forInteraction("I1"), ALWAYS);
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    // When
    AtomicInteger others = new AtomicInteger();
    await()
        .until(
            () -> {
              String id = String.valueOf(others.incrementAndGet());
              rig.place("other" + id, "O" + id);
              return placed.isDone();
            });
    // Then
    assertThat(placed.join().state()).isEqualTo(PlacementState.FAILED);
    assertThat(placed.join().lastError()).contains("HTTP 500");
    assertThat(rig.gws.adds("I1").calls()).isGreaterThanOrEqualTo(ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9})
  void aStatusCodeIsAnAnswerToThisRequest(int statusCode) {
    // Given
    rig.gws.faults().onAdd(Fault.statusCode(statusCode), ALWAYS);
    // When
    Placement placement = rig.place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.FAILED);
    assertThat(rig.gws.adds("I1").calls()).isEqualTo(ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 307, 404, 405, 407, 410, 413, 421, 431})
  void anotherServerInThePlaceOfGwsRefusesNothing(int status) {
    // Given
    rig.gws.faults().onAdd(page(status), ALWAYS);
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    awaitCalls("I1", MANY);
    // Then
    assertThat(rig.find("r1").state()).isEqualTo(PlacementState.RECEIVED);
    rig.gws.faults().clear();
    assertThat(placed.join().state()).isNotIn(PlacementState.FAILED, PlacementState.REJECTED);
    rig.awaitState("r1", PlacementState.CONFIRMED);
    assertThat(rig.gws.adds("I1").effects()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 405, 407, 410, 413, 421, 431})
  void aProxyThatAnswersEveryPathIsAnOutage(int status) {
    // Given: calls, looks into the workbin and logins
    rig.gws.faults().onAdd(page(status), ALWAYS);
    rig.gws.faults().onRest(page(status), ALWAYS);
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> rig.waitReasons.of(rig.find("r1")).isPresent());
    timeOfDay.advance(Duration.ofHours(1));
    await().until(() -> !gate.isClosed());
    // Then
    assertThat(rig.find("r1").state()).isEqualTo(PlacementState.RECEIVED);
    rig.gws.faults().clear();
    assertThat(placed.join().state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(rig.gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void noCallIsMadeAgainHoweverLongTheWorkbinCannotBeRead() {
    // Given: it had its effect, its notification is lost, and then nothing can be read for long
    AtomicInteger looks = new AtomicInteger();
    rig.gws.faults().onAdd(Fault.reset().withEffect(), 1);
    rig.gws.faults().dropNotifications(1);
    rig.gws
        .faults()
        .onRest(
            Fault.httpStatus(503)
                .when(call -> call.method().equals("GET") && looks.incrementAndGet() > 0),
            ALWAYS);
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> looks.get() > MANY);
    timeOfDay.advance(Duration.ofHours(1));
    await().until(() -> looks.get() > 2 * MANY);
    // Then
    assertThat(rig.find("r1").state()).isEqualTo(PlacementState.RECEIVED);
    rig.gws.faults().clear();
    assertThat(placed.join().state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(rig.gws.adds("I1").calls()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "503, 600, PT10M",
    "429, 600, PT10M",
    "503, DATE, PT10M",
    "503, 9223372036854775807, PT1H",
    "429, 99999999999999999999, PT1H"
  })
  void theTimeThatGwsAsksForIsWaited(int status, String retryAfter, Duration wait) {
    // Given
    String asked =
        retryAfter.equals("DATE")
            ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(wait).atOffset(ZoneOffset.UTC))
            : retryAfter;
    rig.gws.faults().onAdd(Fault.httpStatus(status).header("Retry-After", asked), ALWAYS);
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> rig.waitReasons.of(rig.find("r1")).isPresent());
    // Then
    Waiting waiting = rig.waitReasons.of(rig.find("r1")).orElseThrow();
    assertThat(Duration.between(waiting.since(), waiting.nextTry()))
        .isBetween(wait.minusMinutes(1), wait);
    assertThat(waiting.reason()).contains("HTTP " + status);
    assertThat(placed).isNotDone();
    assertThat(rig.gws.adds("I1").calls()).isEqualTo(1);
    gate.close();
    assertThat(placed.join().state()).as("stopped").isEqualTo(PlacementState.RECEIVED);
  }

  @Test
  void tellsWhyARequestWaitsSinceWhenAndWhenItIsTriedAgain() {
    // Given
    rig.gws.stop();
    Instant before = timeOfDay.instant();
    // When
    CompletableFuture<Placement> placed = rig.begin("r1", "I1");
    await().until(() -> rig.waitReasons.of(rig.find("r1")).isPresent());
    // Then
    Waiting waiting = rig.waitReasons.of(rig.find("r1")).orElseThrow();
    assertThat(waiting.reason()).contains("connection refused");
    assertThat(waiting.since()).isEqualTo(before);
    assertThat(waiting.nextTry()).isAfter(before);
    InLedger.receive(rig.ledger, PlacementRig.request("r2", "I2"), "test");
    assertThat(rig.waitReasons.of(rig.find("r2")))
        .as("one that was not tried yet")
        .get()
        .extracting(Waiting::reason)
        .asString()
        .startsWith("GWS is down: ");
    rig.gws.start();
    placed.join();
    assertThat(rig.waitReasons.of(rig.find("r1"))).isEmpty();
  }

  @Test
  void anOutageOfFiveMinutesIsTwentyLinesAtTheMost() {
    // Given
    int requests = 21;
    try (CapturedLog log = CapturedLog.ofAll()) {
      rig.gws.stop();
      // When
      List<CompletableFuture<Placement>> placed = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        placed.add(rig.begin("r" + i, "I" + i));
      }
      await().until(() -> log.linesWith("WARN GWS is down since").size() == 1);
      await().until(gate::isOpen);
      for (int minute = 1; minute <= 5; minute++) {
        int reminders = minute + 1;
        timeOfDay.advance(Duration.ofMinutes(1));
        await().until(() -> log.linesWith("WARN GWS is down since").size() == reminders);
      }
      rig.gws.start();
      placed.forEach(CompletableFuture::join);
      await().until(() -> log.linesWith("INFO GWS is back after").size() == 1);
      // Then
      assertThat(log.linesWith("WARN GWS is down since").get(5))
          .matches(
              "WARN GWS is down since \\d\\d:\\d\\d:\\d\\d \\(.*connection refused\\): 21 requests"
                  + " wait, next try in \\d+ s");
      assertThat(log.linesWith("INFO GWS is back after").get(0))
          .isEqualTo("INFO GWS is back after 5 min");
      assertThat(log.lines()).as(String.join("\n", log.lines())).hasSizeLessThanOrEqualTo(20);
    }
    for (int i = 0; i < requests; i++) {
      assertThat(rig.gws.adds("I" + i).calls()).isEqualTo(1);
    }
  }

  private static Fault page(int status) {
    Fault page = Fault.htmlPage(status);
    return status / 100 == 3 ? page.header("Location", "https://sso.example.com/login") : page;
  }

  private void awaitCalls(String interactionId, int calls) {
    await().until(() -> rig.gws.adds(interactionId).calls() > calls);
  }

  /** Stands still until it is advanced. */
  private static final class SetClock extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));

    void advance(Duration duration) {
      now.updateAndGet(then -> then.plus(duration));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for a zone");
    }
  }
}
