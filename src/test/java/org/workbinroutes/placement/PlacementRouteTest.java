package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SimulatorServer;

/** The shipped placement route against the simulator: once, whatever GWS answers. */
@Execution(ExecutionMode.CONCURRENT)
class PlacementRouteTest {
  private static final int ALWAYS = Integer.MAX_VALUE;

  private static final Duration CLAIM = Duration.ofMinutes(5);

  private final LateClock timeOfDay = new LateClock();
  private volatile Runnable beforeCall = () -> {};
  private volatile Runnable afterCall = () -> {};
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(16, 0, 100, 1000, Duration.ofSeconds(1)));
  private PlacementRig rig;
  private MemoryLedger ledger;
  private SimulatorServer gws;
  private DefaultCamelContext camel;

  @BeforeEach
  void start() throws Exception {
    rig =
        new PlacementRig(
            gate,
            new RetryPolicy(
                4, Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ofMillis(200)),
            timeOfDay,
            CLAIM,
            call -> {
              beforeCall.run();
              try {
                return gate.call(call);
              } finally {
                afterCall.run();
              }
            });
    gws = rig.gws;
    camel = rig.camel;
    ledger = rig.ledger;
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void anAcceptedPlacementIsConfirmedByItsNotification() {
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.referenceId()).isPositive();
    awaitState("r1", PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
    assertThat(placement.source()).isEqualTo("test");
  }

  @Test
  void aRequestThatIsKnownIsNotPlacedAgain() {
    // Given
    place("r1", "I1");
    // When
    Placement again = place("r1", "I1");
    // Then
    assertThat(again.request().interactionId()).isEqualTo("I1");
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
  }

  @Test
  void aRequestIdIsNotReusedForAnotherRequest() {
    // Given
    place("r1", "I1");
    // When
    Exchange exchange = rig.send("r1", "I2");
    // Then
    assertThat(exchange.getProperty(Placements.CONFLICT, Boolean.class)).isTrue();
    assertThat(gws.adds("I2").calls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 6, 10, 11})
  void aRefusalIsFinal(int statusCode) {
    // Given
    gws.faults().onAdd(Fault.statusCode(statusCode), ALWAYS);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.REJECTED);
    assertThat(placement.lastError()).contains("statusCode " + statusCode);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 18, 19})
  void anItemThatLiesInTheWorkbinAlreadyIsPlaced(int statusCode) {
    // Given
    place("before", "I1");
    gws.faults().onAdd(Fault.statusCode(statusCode), ALWAYS);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void aPlacementIsKeptWhileGwsDemandsANewPassword() {
    // Given: more refusals than a placement has attempts
    gws.faults().onAdd(Fault.statusCode(8), 9);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
    assertThat(gws.adds("I1").calls()).isEqualTo(10);
  }

  @Test
  void whileTheGateIsBarredNothingIsSentAndNothingIsClaimed() throws Exception {
    // Given
    gate.bar(true);
    CompletableFuture<Placement> placed = CompletableFuture.supplyAsync(() -> place("r1", "I1"));
    await().until(() -> ledger.find("r1").isPresent());
    InLedger.receive(ledger, PlacementRig.request("r2", "I2"), "test");
    Recovery recovery = new Recovery(ledger, new InFlight(), gate, rig.placements);
    // When / Then
    assertThat(recovery.takeUp()).isZero();
    assertThat(ledger.find("r1").orElseThrow().attempts()).isZero();
    gate.bar(false);
    assertThat(placed.get(60, TimeUnit.SECONDS).state())
        .isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 18, 19})
  void anItemThatIsInUseElsewhereIsRefused(int statusCode) {
    // Given
    gws.faults().onAdd(Fault.statusCode(statusCode), ALWAYS);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.REJECTED);
  }

  @Test
  void aCallWhoseAnswerWasLostButThatHadItsEffectIsNotMadeAgain() {
    // Given
    gws.faults().onAdd(Fault.reset().withEffect(), 1);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
  }

  @Test
  void aTimeOutWithEffectIsNotMadeAgainEither() {
    // Given
    gws.faults().onAdd(Fault.hang().withEffect(), 1);
    // When
    place("r1", "I1");
    // Then
    awaitState("r1", PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
  }

  @Test
  void aCallWithoutEffectIsMadeAgainAfterALookIntoTheWorkbin() {
    // Given
    gws.faults().onAdd(Fault.reset(), 2);
    // When
    place("r1", "I1");
    // Then
    awaitState("r1", PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
    assertThat(operations())
        .containsSubsequence("AddChat", "content", "AddChat", "content", "AddChat");
  }

  @Test
  void noCallIsMadeAgainWhileTheWorkbinCannotBeRead() {
    // Given
    gws.faults().onAdd(Fault.reset().withEffect(), 1);
    gws.faults().dropNotifications(1);
    gws.faults().onRest(Fault.httpStatus(500).when(call -> call.method().equals("GET")), 2);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
    var spooled = camel.getEndpoint("mock:spool", MockEndpoint.class).getExchanges();
    assertThat(spooled)
        .extracting(e -> e.getMessage().getBody(Notification.class))
        .filteredOn(Notification::isItemAdded)
        .as("the sinks hear of it")
        .singleElement()
        .satisfies(n -> assertThat(n.interactionId()).isEqualTo("I1"))
        .satisfies(n -> assertThat(n.body()).containsEntry("synthetic", true));
  }

  @Test
  void cutAndSenselessAnswersAreUnclearToo() {
    for (Fault fault :
        new Fault[] {
          Fault.cutJson().withEffect(),
          Fault.emptyBody().withEffect(),
          Fault.cutBody().withEffect(),
          Fault.htmlPage(200).withEffect(),
          Fault.htmlPage(502).withEffect(),
          Fault.httpStatus(500).withEffect()
        }) {
      // Given
      String id = "I" + gws.counters().addCalls();
      gws.faults().onAdd(fault, 1);
      // When
      place("r" + id, id);
      // Then
      awaitState("r" + id, PlacementState.CONFIRMED);
      assertThat(gws.adds(id).effects()).as(id).isEqualTo(1);
    }
  }

  @Test
  void aBusyServerIsGivenTheTimeItAsksFor() {
    // Given
    gws.faults().onAdd(Fault.httpStatus(503).header("Retry-After", "1"), 1);
    gws.faults().onAdd(Fault.httpStatus(429).header("Retry-After", "1"), 1);
    long before = System.nanoTime();
    // When
    place("r1", "I1");
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
  }

  @Test
  void attemptsThatGwsAnswersAreBounded() {
    // Given
    gws.faults().onAdd(Fault.statusCode(4), ALWAYS);
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isEqualTo(PlacementState.FAILED);
    assertThat(placement.attempts()).isEqualTo(4);
    assertThat(placement.lastError()).contains("statusCode 4");
    assertThat(gws.adds("I1").calls()).isEqualTo(4);
    var letters = camel.getEndpoint("mock:dead-letters", MockEndpoint.class).getExchanges();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).getMessage().getBody(String.class)).contains("\"requestId\":\"r1\"");
    assertThat(letters.get(0).getMessage().getHeader("workbinReason")).isEqualTo("FAILED");
  }

  @Test
  void aCallThatWaitedForHalfItsClaimIsNotSentUntilTheLedgerAllowsItAgain() {
    // Given
    beforeCall = once(() -> timeOfDay.standStill(CLAIM.dividedBy(2).plusSeconds(1)));
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(placement.attempts()).as("what was not sent does not count").isEqualTo(1);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
    assertThat(operations()).as("it looks before it calls").contains("content");
  }

  @Test
  void aCallThatWaitedIsNotSentAfterAnotherNodePlacedTheRequest() {
    // Given: the machine stands still between the ledger and the call
    beforeCall =
        once(
            () -> {
              timeOfDay.standStill(CLAIM.multipliedBy(2));
              anotherNodePlaces("r1", "I1");
            });
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").calls()).isEqualTo(1);
  }

  @Test
  void aCallIsNotSentAfterAnotherNodeMadeItAndNobodyKnowsWhatBecameOfIt() {
    // Given: it does so between two calls of this one, and dies before it enters GWS's answer
    gws.faults().onAdd(Fault.httpStatus(503), 1);
    afterCall = once(() -> anotherNodeCalls("r1", "I1"));
    // When
    Placement placement = place("r1", "I1");
    // Then
    assertThat(placement.state()).isIn(PlacementState.ACCEPTED, PlacementState.CONFIRMED);
    assertThat(gws.adds("I1").effects()).isEqualTo(1);
    assertThat(gws.adds("I1").calls()).as("one answered 503, one that placed it").isEqualTo(2);
  }

  private static Runnable once(Runnable event) {
    AtomicBoolean happened = new AtomicBoolean();
    return () -> {
      if (happened.compareAndSet(false, true)) {
        event.run();
      }
    };
  }

  private void anotherNodePlaces(String requestId, String interactionId) {
    anotherNodeCalls(requestId, interactionId);
    ledger.accepted(requestId, null);
  }

  private void anotherNodeCalls(String requestId, String interactionId) {
    ledger.sending(requestId);
    camel
        .createFluentProducerTemplate()
        .to("gws:add")
        .withBody(PlacementRig.request(requestId, interactionId))
        .send();
  }

  /** A time of day that has gone on while the machine stood still. */
  private static final class LateClock extends Clock {
    private final AtomicReference<Duration> late = new AtomicReference<>(Duration.ZERO);

    void standStill(Duration duration) {
      late.updateAndGet(duration::plus);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(late.get());
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

  private Placement place(String requestId, String interactionId) {
    return rig.place(requestId, interactionId);
  }

  private void awaitState(String requestId, PlacementState state) {
    rig.awaitState(requestId, state);
  }

  private List<String> operations() {
    return gws.requests().stream()
        .map(r -> r.operation() == null ? "content" : r.operation())
        .toList();
  }
}
