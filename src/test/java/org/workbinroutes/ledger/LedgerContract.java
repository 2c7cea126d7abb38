package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.workbinroutes.ledger.Requests.BILLING;
import static org.workbinroutes.ledger.Requests.FRONT_DESK;
import static org.workbinroutes.ledger.Requests.request;
import static org.workbinroutes.ledger.Requests.with;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Ledger.Entry;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.LedgerView.Filter;
import org.workbinroutes.placement.LedgerView.Sighting;
import org.workbinroutes.placement.LedgerView.Step;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/** What every ledger does, whatever keeps its rows. */
@Timeout(60)
abstract class LedgerContract {
  static final Duration LEASE = Duration.ofMinutes(5);

  final TestClock clock = new TestClock();
  Ledger ledger;

  /** An empty ledger's settings. */
  abstract LedgerSettings settings() throws Exception;

  @BeforeEach
  void openLedger() throws Exception {
    ledger = Ledgers.open(settings().withClock(clock).withLease(LEASE));
  }

  @AfterEach
  void closeLedger() {
    ledger.close();
  }

  @Test
  void aNewRequestIsEnteredWithAllItSays() {
    // Given
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("customer", "Müller 山 \uD83D\uDE00");
    attributes.put("amount", new BigDecimal("0.10"));
    attributes.put("nothing", null);
    attributes.put("lines", List.of(1, Map.of("no", 2)));
    attributes.put("odd", "nul \u0000, half a pair \uD83D");
    PlacementRequest request =
        new PlacementRequest(
            "R-1", FRONT_DESK, "0001BaBFVPR20035", AddOperation.ADD_EMAIL, true, attributes);

    // When
    Entry entry = InLedger.receive(ledger, request, "file:orders.ndjson#3");

    // Then
    assertThat(entry.kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(entry.placement())
        .isEqualTo(Placement.received(request, "file:orders.ndjson#3", clock.instant()));
    assertThat(ledger.find("R-1")).contains(entry.placement());
    assertThat(ledger.find("R-2")).isEmpty();
    assertThat(ledger.find("R-1\u0000")).isEmpty();
  }

  @Test
  void aRequestThatIsSentAtOnceIsEnteredWithItsFirstCall() {
    // When
    Entry first = ledger.receive(request("R"), "file:orders.ndjson#3", Ledger.Mode.CALL).join();
    Entry again = ledger.receive(request("R"), "file:orders.ndjson#4", Ledger.Mode.CALL).join();
    Entry other = ledger.receive(request("R", BILLING, "I"), "test", Ledger.Mode.CALL).join();

    // Then
    assertThat(first.kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(first.placement())
        .isEqualTo(
            Placement.received(request("R"), "file:orders.ndjson#3", clock.instant()).sentOnce());
    assertThat(again).isEqualTo(new Entry(first.placement(), Entry.Kind.KNOWN));
    assertThat(other.kind()).isEqualTo(Entry.Kind.CONFLICT);
    assertThat(ledger.claim(10)).as("claimed by who entered it").isEmpty();
    assertThat(InLedger.confirm(ledger, request("R").workbin(), request("R").interactionId(), null))
        .as("seen in its workbin before the answer of the call")
        .extracting(Placement::state)
        .containsExactly(PlacementState.CONFIRMED);
  }

  @Test
  void theSameRequestAgainTellsWhatBecameOfTheFirst() {
    // Given
    accept("R", 16L);

    // When
    Entry again = InLedger.receive(ledger, request("R"), "jms:workbin.placements");

    // Then
    assertThat(again.kind()).isEqualTo(Entry.Kind.KNOWN);
    assertThat(again.placement().state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(again.placement().source()).isEqualTo("test");
  }

  @Test
  void orderOfAttributesAndNotationOfNumbersMakeNoOtherContent() {
    // Given
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", Map.of("c", new BigDecimal("2.50")));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", Map.of("c", 2.5));
    other.put("a", new BigDecimal("1.0"));
    InLedger.receive(ledger, with(one), "test");

    // When
    Entry again = InLedger.receive(ledger, with(other), "test");

    // Then
    assertThat(again.kind()).isEqualTo(Entry.Kind.KNOWN);
  }

  @Test
  void whatIsQueuedIsLeftToWhoeverClaimsIt() throws Exception {
    // When
    Entry queued = ledger.receive(request("R"), "http:b#1", Ledger.Mode.QUEUE).get();
    Entry again = ledger.receive(request("R"), "http:b#2", Ledger.Mode.QUEUE).get();

    // Then
    assertThat(queued.kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(again.kind()).isEqualTo(Entry.Kind.KNOWN);
    assertThat(again.placement().source()).isEqualTo("http:b#1");
    assertThat(ledger.claim(10)).containsExactly(queued.placement());
    assertThat(ledger.claim(10)).isEmpty();
  }

  @Test
  void aBatchIsOpenedOnceAndKeepsWhatWasFoundInIt() {
    // Given
    Batch.Refusal refusal =
        new Batch.Refusal(
            3, 4, "INVALID", List.of(new Batch.Refusal.Fault("/workbinId", "is missing")));
    Batch.Tally tally = new Batch.Tally(10, 7, 2, 1, List.of(refusal));
    Batch open = ledger.openBatch("b-1", "digest");
    clock.advance(Duration.ofSeconds(1));

    // When
    Batch again = ledger.openBatch("b-1", "other digest");
    Batch closed = ledger.closeBatch("b-1", tally);
    Batch closedAgain = ledger.closeBatch("b-1", new Batch.Tally(1, 1, 0, 0, List.of()));

    // Then
    assertThat(open.isComplete()).isFalse();
    assertThat(again).isEqualTo(open);
    assertThat(closed.tally()).isEqualTo(tally);
    assertThat(closed.receivedAt()).isEqualTo(open.receivedAt());
    assertThat(closedAgain).isEqualTo(closed);
    assertThat(ledger.findBatch("b-1")).contains(closed);
    assertThat(ledger.findBatch("b-2")).isEmpty();
    assertThat(ledger.findBatch("b-1\u0000")).isEmpty();
    assertThatThrownBy(() -> ledger.closeBatch("b-2", tally))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBatchTellsHowItsOwnPlacementsStand() {
    // Given
    for (String batch : List.of("b", "b-1", "b1", "B", "b$")) {
      for (int i = 1; i <= 2; i++) {
        InLedger.receive(ledger, request(batch + i), Batch.source(batch, i));
      }
    }
    InLedger.receive(ledger, request("single"), "http");
    ledger.sending("b1");
    ledger.accepted("b1", 1L);

    // When
    Map<PlacementState, Long> counts = ledger.countsOfBatch("b");

    // Then
    assertThat(counts)
        .containsEntry(PlacementState.ACCEPTED, 1L)
        .containsEntry(PlacementState.RECEIVED, 1L)
        .containsEntry(PlacementState.PULLED, 0L);
    assertThat(ledger.countsOfBatch("b-1")).containsEntry(PlacementState.RECEIVED, 2L);
    assertThat(ledger.countsOfBatch("none").values()).containsOnly(0L);
  }

  @Test
  void aBatchIsForgottenWithItsLastPlacement() {
    // Given
    ledger.openBatch("b", "digest");
    ledger.openBatch("empty", "digest");
    InLedger.receive(ledger, request("R"), Batch.source("b", 1));
    clock.advance(Duration.ofDays(2));
    ledger.purge(clock.instant().minus(Duration.ofDays(1)), 10);
    assertThat(ledger.findBatch("b")).isPresent();
    assertThat(ledger.findBatch("empty")).isEmpty();

    // When
    ledger.sending("R");
    ledger.rejected("R", "no");
    clock.advance(Duration.ofDays(2));
    ledger.purge(clock.instant().minus(Duration.ofDays(1)), 10);

    // Then
    assertThat(ledger.find("R")).isEmpty();
    assertThat(ledger.findBatch("b")).isEmpty();
  }

  @Test
  void whatWasPulledIsNeitherLookedForNorConfirmedAgain() {
    // Given
    accept("R", 16L);

    // When
    Placement pulled = ledger.pulled("R", "statusCode 0");

    // Then
    assertThat(pulled.state()).isEqualTo(PlacementState.PULLED);
    assertThat(pulled.referenceId()).isEqualTo(16L);
    assertThat(ledger.pulled("R", "again")).isEqualTo(pulled);
    assertThat(
            InLedger.confirm(
                ledger, pulled.request().workbin(), pulled.request().interactionId(), 16L))
        .isEmpty();
    assertThat(ledger.accepted("R", 16L).state()).isEqualTo(PlacementState.PULLED);
    ledger.unconfirmed(List.of("R"), clock.instant());
    clock.advance(Duration.ofDays(1));
    assertThat(ledger.overdue(Duration.ZERO, 10)).isEmpty();
    assertThat(ledger.claim(10)).isEmpty();
    assertThat(InLedger.receive(ledger, pulled.request(), "test").placement()).isEqualTo(pulled);
    assertThat(ledger.history("R")).last().returns("statusCode 0", Step::reason);
    assertThat(ledger.counts()).containsEntry(PlacementState.PULLED, 1L);
  }

  @Test
  void onlyWhatLiesInItsWorkbinCanBePulledAndItCanBePlacedAgainOnWish() {
    // Given
    InLedger.receive(ledger, request("new"), "test");
    InLedger.receive(ledger, request("refused"), "test");
    ledger.sending("refused");
    ledger.rejected("refused", "no");

    // When / Then
    for (String id : List.of("new", "refused")) {
      assertThatThrownBy(() -> ledger.pulled(id, null)).isInstanceOf(Ledger.NotOpenException.class);
    }
    accept("R", 16L);
    InLedger.confirm(ledger, request("R").workbin(), request("R").interactionId(), null);
    ledger.pulled("R", null);
    assertThat(ledger.reopen("R", "wanted").state()).isEqualTo(PlacementState.RECEIVED);
    assertThat(ledger.claim(10)).singleElement().returns(1, Placement::attempts);
  }

  static Stream<PlacementRequest> otherContents() {
    GroupWorkbin otherBin = new GroupWorkbin("other", BILLING.kind(), BILLING.group());
    GroupWorkbin otherKind = new GroupWorkbin(BILLING.id(), FRONT_DESK.kind(), BILLING.group());
    GroupWorkbin otherGroup = new GroupWorkbin(BILLING.id(), BILLING.kind(), "other");
    AddOperation chat = AddOperation.ADD_CHAT;
    return Stream.of(
        request("R", otherBin, "ixn-R"),
        request("R", otherKind, "ixn-R"),
        request("R", otherGroup, "ixn-R"),
        request("R", BILLING, "other"),
        new PlacementRequest("R", BILLING, "ixn-R", AddOperation.ADD_EMAIL, false, null),
        new PlacementRequest("R", BILLING, "ixn-R", chat, true, null),
        new PlacementRequest("R", BILLING, "ixn-R", chat, false, Map.of("a", 1)));
  }

  @ParameterizedTest
  @MethodSource("otherContents")
  void theSameIdWithAnotherContentIsAConflictAndChangesNothing(PlacementRequest other) {
    // Given
    Placement first = accept("R", 16L);

    // When
    Entry entry = InLedger.receive(ledger, other, "http");

    // Then
    assertThat(entry.kind()).isEqualTo(Entry.Kind.CONFLICT);
    assertThat(entry.placement()).isEqualTo(first);
    assertThat(ledger.find("R")).contains(first);
  }

  @Test
  void aPlacementGoesFromReceivedOverAcceptedToConfirmed() {
    // Given
    Instant received = clock.instant();
    InLedger.receive(ledger, request("R"), "test");

    // When
    clock.advance(Duration.ofSeconds(1));
    Placement sent = ledger.sending("R");
    clock.advance(Duration.ofSeconds(1));
    Placement accepted = ledger.accepted("R", 16L);
    clock.advance(Duration.ofSeconds(1));
    List<Placement> confirmed = InLedger.confirm(ledger, BILLING, "ixn-R", null);

    // Then
    assertThat(sent.attempts()).isEqualTo(1);
    assertThat(sent.updatedAt()).isEqualTo(received);
    assertThat(accepted.state()).isEqualTo(PlacementState.ACCEPTED);
    assertThat(accepted.referenceId()).isEqualTo(16L);
    assertThat(confirmed).hasSize(1);
    assertThat(ledger.find("R")).contains(confirmed.get(0));
    assertThat(ledger.history("R"))
        .containsExactly(
            new Step(received, null, PlacementState.RECEIVED, null),
            new Step(
                received.plusSeconds(2),
                PlacementState.RECEIVED,
                PlacementState.ACCEPTED,
                "referenceId 16"),
            new Step(
                received.plusSeconds(3), PlacementState.ACCEPTED, PlacementState.CONFIRMED, null));
  }

  @Test
  void aNotificationThatIsFasterThanTheAnswerIsNotUndoneByIt() {
    // Given
    send("R");

    // When
    List<Placement> confirmed = InLedger.confirm(ledger, BILLING, "ixn-R", null);
    Placement accepted = ledger.accepted("R", 16L);

    // Then
    assertThat(confirmed).extracting(Placement::state).containsExactly(PlacementState.CONFIRMED);
    assertThat(accepted.state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(accepted.referenceId()).isEqualTo(16L);
    assertThat(ledger.rejected("R", "no").state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(ledger.failed("R", "no").state()).isEqualTo(PlacementState.CONFIRMED);
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-R", null)).isEmpty();
    assertThat(ledger.find("R").orElseThrow().lastError()).isNull();
  }

  @Test
  void whatWasNeverSentIsNotConfirmed() {
    InLedger.receive(ledger, request("R"), "test");

    assertThat(InLedger.confirm(ledger, BILLING, "ixn-R", null)).isEmpty();
    assertThat(stateOf("R")).isEqualTo(PlacementState.RECEIVED);
  }

  @Test
  void onlyTheSameInteractionInTheSameWorkbinConfirms() {
    send("R");

    assertThat(InLedger.confirm(ledger, BILLING, "other", null)).isEmpty();
    assertThat(InLedger.confirm(ledger, FRONT_DESK, "ixn-R", null)).isEmpty();
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-R", 99L)).hasSize(1);
    assertThat(ledger.find("R").orElseThrow().referenceId()).isEqualTo(99L);
  }

  @Test
  void aReferenceIdConfirmsThePlacementItBelongsToAlone() {
    // Given
    for (String id : List.of("R-1", "R-2")) {
      InLedger.receive(ledger, request(id, BILLING, "I"), "test");
      ledger.sending(id);
    }
    ledger.accepted("R-1", 1L);
    ledger.accepted("R-2", 2L);

    // When
    List<Placement> confirmed = InLedger.confirm(ledger, BILLING, "I", 2L);

    // Then
    assertThat(confirmed).extracting(p -> p.request().requestId()).containsExactly("R-2");
    assertThat(InLedger.confirm(ledger, BILLING, "I", null))
        .extracting(p -> p.request().requestId())
        .containsExactly("R-1");
  }

  @Test
  void aFailedPlacementIsConfirmedWhenItIsSeenAndARejectedOneIsNot() {
    // Given
    send("failed");
    ledger.failed("failed", "no answer");
    send("rejected");
    ledger.rejected("rejected", "statusCode 6");

    // Then
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-failed", null)).hasSize(1);
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-rejected", null)).isEmpty();
    assertThat(ledger.find("rejected").orElseThrow().lastError()).isEqualTo("statusCode 6");
  }

  @Test
  void aCallThatWasNotSentIsTakenBack() {
    // Given
    ledger.receive(request("R"), "test", Ledger.Mode.CALL).join();
    // When / Then
    assertThat(ledger.notSent("R").attempts()).isZero();
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-R", null)).as("it was never sent").isEmpty();
    assertThat(ledger.sending("R").attempts()).isEqualTo(1);
    assertThat(ledger.sending("R").attempts()).isEqualTo(2);
    assertThat(ledger.notSent("R").attempts()).as("the first was sent").isEqualTo(1);
    assertThat(ledger.claim(10)).as("the claim stays").isEmpty();
    // Given
    ledger.accepted("R", 1L);
    // When / Then
    assertThat(ledger.notSent("R")).isEqualTo(ledger.find("R").orElseThrow());
    assertThat(ledger.find("R").orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void onlyAReceivedPlacementMayBeSent() {
    accept("R", null);

    assertThatExceptionOfType(Ledger.NotOpenException.class)
        .isThrownBy(() -> ledger.sending("R"))
        .withMessageContaining("ACCEPTED")
        .satisfies(e -> assertThat(e.placement().request().requestId()).isEqualTo("R"));
    assertThat(ledger.find("R").orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void anUnknownRequestIdIsRefused() {
    for (Callable<?> call :
        List.<Callable<?>>of(
            () -> ledger.sending("X"),
            () -> ledger.notSent("X"),
            () -> ledger.accepted("X", 1L),
            () -> ledger.rejected("X", "e"),
            () -> ledger.failed("X", "e"),
            () -> ledger.reopen("X", "e"))) {
      assertThatIllegalArgumentException().isThrownBy(call::call).withMessageContaining("'X'");
    }
    assertThat(ledger.history("X")).isEmpty();
  }

  @Test
  void textsThatAreTooLongOrOddAreKeptInPart() {
    send("R");

    ledger.failed("R", "nul \u0000 half \uD83D " + "x".repeat(100_000));

    assertThat(ledger.find("R").orElseThrow().lastError())
        .startsWith("nul \uFFFD half \uFFFD xxx")
        .hasSize(2_000);
  }

  @Test
  void overduePlacementsAreToldByWorkbin() {
    // Given
    acceptIn(BILLING, "b-1");
    acceptIn(FRONT_DESK, "f-1");
    acceptIn(BILLING, "b-2");
    send("sent-only");
    clock.advance(Duration.ofSeconds(30));
    acceptIn(FRONT_DESK, "f-young");

    // When
    List<Ledger.Overdue> overdue = ledger.overdue(Duration.ofSeconds(30), 100);

    // Then
    assertThat(overdue)
        .extracting(Ledger.Overdue::workbin)
        .containsExactlyInAnyOrder(BILLING, FRONT_DESK);
    assertThat(idsOf(overdue)).containsExactlyInAnyOrder("b-1", "b-2", "f-1");
    assertThat(idsOf(ledger.overdue(Duration.ZERO, 100))).contains("f-young");
    assertThat(idsOf(ledger.overdue(Duration.ZERO, 2))).hasSize(2);
  }

  @Test
  void whatWasLookedForInVainIsToldAgainWhenItsNextLookIsDue() {
    // Given
    acceptIn(BILLING, "R-1");
    acceptIn(BILLING, "R-2");
    InLedger.confirm(ledger, BILLING, "ixn-R-2", null);

    // When
    ledger.unconfirmed(List.of("R-1", "R-2"), clock.instant().plusSeconds(60));

    // Then
    assertThat(stateOf("R-1")).isEqualTo(PlacementState.UNCONFIRMED);
    assertThat(stateOf("R-2")).isEqualTo(PlacementState.CONFIRMED);
    assertThat(ledger.overdue(Duration.ZERO, 10)).isEmpty();
    clock.advance(Duration.ofSeconds(60));
    assertThat(idsOf(ledger.overdue(Duration.ZERO, 10))).containsExactly("R-1");

    // When
    ledger.unconfirmed(List.of("R-1"), clock.instant().plusSeconds(120));

    // Then
    assertThat(ledger.overdue(Duration.ZERO, 10)).isEmpty();
    assertThat(ledger.history("R-1")).hasSize(3);
    assertThat(InLedger.confirm(ledger, BILLING, "ixn-R-1", null)).hasSize(1);
    clock.advance(Duration.ofDays(1));
    assertThat(ledger.overdue(Duration.ZERO, 10)).isEmpty();
  }

  @Test
  void aPlacementThatIsWorkedOnIsClaimedByNobodyUntilItsLeaseEnds() {
    // Given
    InLedger.receive(ledger, request("R"), "test");
    clock.advance(LEASE.minusSeconds(1));
    ledger.sending("R");
    clock.advance(LEASE.minusSeconds(1));

    // Then
    assertThat(ledger.claim(10)).isEmpty();

    // When
    clock.advance(Duration.ofSeconds(1));

    // Then
    assertThat(ledger.claim(10)).extracting(Placement::attempts).containsExactly(1);
    assertThat(ledger.claim(10)).isEmpty();
  }

  @Test
  void claimsAreTheOldestFirstAndNoMoreThanAskedFor() {
    // Given
    for (int i = 0; i < 5; i++) {
      InLedger.receive(ledger, request("R-" + i), "test");
      clock.advance(Duration.ofSeconds(1));
    }
    accept("accepted", null);
    clock.advance(LEASE);

    // Then
    assertThat(ids(ledger.claim(3))).containsExactly("R-0", "R-1", "R-2");
    assertThat(ids(ledger.claim(3))).containsExactly("R-3", "R-4");
  }

  @Test
  void aRefusedOrFailedPlacementCanBeReopenedAndIsFreeToBeClaimed() {
    // Given
    send("failed");
    ledger.failed("failed", "no answer");
    InLedger.receive(ledger, request("rejected"), "test");
    ledger.rejected("rejected", "no such workbin");
    accept("accepted", null);

    // When
    Placement reopened = ledger.reopen("failed", "replayed by hand");
    ledger.reopen("rejected", "replayed by hand");

    // Then
    assertThat(reopened.state()).isEqualTo(PlacementState.RECEIVED);
    assertThat(reopened.attempts()).isEqualTo(1);
    assertThat(reopened.lastError()).isEqualTo("no answer");
    assertThat(ledger.history("failed").get(2).reason()).isEqualTo("replayed by hand");
    assertThat(ids(ledger.claim(10))).containsExactlyInAnyOrder("failed", "rejected");
    assertThat(ledger.sending("failed").attempts()).isEqualTo(2);
    assertThatExceptionOfType(Ledger.NotOpenException.class)
        .isThrownBy(() -> ledger.reopen("accepted", null))
        .withMessageContaining("ACCEPTED");
  }

  @Test
  void pagesHaveEachPlacementOnceThoughStatesChangeBetweenThem() {
    // Given
    for (int i = 0; i < 10; i++) {
      InLedger.receive(ledger, request("R-" + i), "test");
      if (i % 3 == 0) {
        clock.advance(Duration.ofSeconds(1));
      }
    }
    List<String> seen = new ArrayList<>();

    // When
    Filter filter = Filter.all(4);
    for (List<Placement> page = ledger.list(filter); !page.isEmpty(); page = ledger.list(filter)) {
      seen.addAll(ids(page));
      filter = filter.after(page.get(page.size() - 1));
      ledger.sending("R-0");
      InLedger.receive(ledger, request("later-" + seen.size()), "test");
    }

    // Then
    assertThat(seen)
        .containsExactly("R-9", "R-8", "R-7", "R-6", "R-5", "R-4", "R-3", "R-2", "R-1", "R-0");
  }

  @Test
  void listsAreFilteredByStateAndByTimeOfChange() {
    // Given
    accept("accepted", null);
    send("old-failure");
    ledger.failed("old-failure", "e");
    send("new-failure");
    clock.advance(Duration.ofMinutes(1));
    ledger.failed("new-failure", "e");
    InLedger.receive(ledger, request("received"), "test");
    Set<PlacementState> failed = EnumSet.of(PlacementState.FAILED);
    Set<PlacementState> open = EnumSet.of(PlacementState.RECEIVED, PlacementState.ACCEPTED);

    // Then
    assertThat(ids(ledger.list(new Filter(failed, null, 10, null))))
        .containsExactlyInAnyOrder("old-failure", "new-failure");
    assertThat(ids(ledger.list(new Filter(failed, clock.instant(), 10, null))))
        .containsExactly("new-failure");
    assertThat(ids(ledger.list(new Filter(open, null, 10, null))))
        .containsExactly("received", "accepted");
    assertThat(ledger.list(Filter.all(10))).hasSize(4);
  }

  @Test
  void placementsAreCountedByState() {
    // Given
    assertThat(ledger.counts().values()).containsOnly(0L);
    InLedger.receive(ledger, request("received"), "test");
    accept("accepted", null);
    send("failed");
    ledger.failed("failed", "e");
    acceptIn(BILLING, "confirmed");
    InLedger.confirm(ledger, BILLING, "ixn-confirmed", null);
    acceptIn(BILLING, "unconfirmed");
    ledger.unconfirmed(List.of("unconfirmed"), clock.instant());
    InLedger.receive(ledger, request("rejected"), "test");
    ledger.rejected("rejected", "e");
    accept("pulled", null);
    ledger.pulled("pulled", null);

    // Then
    assertThat(ledger.counts()).hasSize(PlacementState.values().length);
    assertThat(ledger.counts().values()).containsOnly(1L);
  }

  @Test
  void onlyOldSettledPlacementsAreForgotten() {
    // Given
    accept("old-open", null);
    acceptIn(BILLING, "old-1");
    InLedger.confirm(ledger, BILLING, "ixn-old-1", null);
    InLedger.receive(ledger, request("old-2"), "test");
    ledger.rejected("old-2", "e");
    send("late");
    clock.advance(Duration.ofDays(30));
    ledger.failed("late", "e");
    Instant settledBefore = clock.instant();

    // Then
    assertThat(ledger.purge(settledBefore, 1)).isEqualTo(1);
    assertThat(ledger.purge(settledBefore, 10)).isEqualTo(1);
    assertThat(ledger.purge(settledBefore, 10)).isZero();
    assertThat(ids(ledger.list(Filter.all(10)))).containsExactlyInAnyOrder("old-open", "late");
    assertThat(ledger.history("old-1")).isEmpty();
    assertThat(ledger.counts())
        .containsEntry(PlacementState.CONFIRMED, 0L)
        .containsEntry(PlacementState.REJECTED, 0L)
        .containsEntry(PlacementState.FAILED, 1L);
    assertThat(InLedger.receive(ledger, request("old-1"), "test").kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(ledger.history("old-1")).hasSize(1);
  }

  @Test
  void whatWasSentForAnInteractionIsToldTheLatestFirst() {
    // Given
    GroupWorkbin otherGroup = new GroupWorkbin(BILLING.id(), BILLING.kind(), "Other");
    for (int i = 0; i < LedgerView.MAX_SENT + 2; i++) {
      InLedger.receive(ledger, request("R-" + i, BILLING, "ixn"), "test");
      ledger.sending("R-" + i);
      clock.advance(Duration.ofSeconds(1));
    }
    InLedger.confirm(ledger, BILLING, "ixn", null);
    send("alone");
    InLedger.receive(ledger, request("not-sent", BILLING, "ixn"), "test");
    InLedger.receive(ledger, request("refused", BILLING, "ixn"), "test");
    ledger.sending("refused");
    ledger.rejected("refused", "no");
    InLedger.receive(ledger, request("elsewhere", otherGroup, "ixn"), "test");
    ledger.sending("elsewhere");

    // When
    Map<Sighting, List<Placement>> sent =
        ledger.sentTo(
            List.of(
                new Sighting(BILLING, "ixn"),
                new Sighting(BILLING, "ixn-alone"),
                new Sighting(BILLING, "nobody's"),
                new Sighting(FRONT_DESK, "ixn"),
                new Sighting(BILLING, "nul \u0000, half a pair \uD83D")));

    // Then
    assertThat(sent)
        .containsOnlyKeys(new Sighting(BILLING, "ixn"), new Sighting(BILLING, "ixn-alone"));
    assertThat(ids(sent.get(new Sighting(BILLING, "ixn"))))
        .containsExactlyElementsOf(
            IntStream.range(0, LedgerView.MAX_SENT)
                .mapToObj(i -> "R-" + (LedgerView.MAX_SENT + 1 - i))
                .toList());
    assertThat(ledger.sentTo(BILLING, "ixn-alone")).containsExactly(ledger.find("alone").get());
    assertThat(ledger.sentTo(BILLING, "nobody's")).isEmpty();
    assertThat(ledger.sentTo(List.of())).isEmpty();
  }

  @Test
  void manyInteractionsAreLookedForAtOnce() {
    // Given
    IntStream.range(0, 300).parallel().filter(i -> i % 3 == 0).forEach(i -> send("R-" + i));
    List<Sighting> sightings =
        IntStream.range(0, 300).mapToObj(i -> new Sighting(BILLING, "ixn-R-" + i)).toList();

    // When
    Map<Sighting, List<Placement>> sent = ledger.sentTo(sightings);

    // Then
    assertThat(sent).hasSize(100);
    assertThat(sent).allSatisfy((sighting, placements) -> assertThat(placements).hasSize(1));
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Filter.all(0)).withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.claim(0));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.overdue(Duration.ZERO, 1_001));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.purge(clock.instant(), 1_001));
  }

  @Test
  void aLedgerThatWorksIsUp() {
    InLedger.receive(ledger, request("R"), "test");

    assertThat(ledger.health().isUp()).isTrue();
    assertThat(ledger.health().waiting()).isZero();
  }

  @Test
  void oneThreadConfirmsManyWithoutWaitingForEach() {
    // Given
    IntStream.range(0, 100).parallel().forEach(i -> send("R-" + i));

    // When
    List<CompletableFuture<List<Placement>>> confirmed =
        IntStream.range(0, 100).mapToObj(i -> ledger.confirm(BILLING, "ixn-R-" + i, null)).toList();

    // Then
    assertThat(confirmed).allSatisfy(future -> assertThat(future.join()).hasSize(1));
    assertThat(ledger.counts()).containsEntry(PlacementState.CONFIRMED, 100L);
  }

  @Test
  void aReasonOfManyLinesStandsInTheHistoryAsItWas() {
    // Given
    String reason = " C:\\new \\\\ \r\nline two\n\n\ttab \u0085 end ";
    send("R");

    // When
    ledger.failed("R", reason);
    ledger.reopen("R", "again\n");

    // Then
    assertThat(ledger.history("R"))
        .extracting(Step::from, Step::to, Step::reason)
        .containsExactly(
            tuple(null, PlacementState.RECEIVED, null),
            tuple(PlacementState.RECEIVED, PlacementState.FAILED, reason),
            tuple(PlacementState.FAILED, PlacementState.RECEIVED, "again\n"));
  }

  @Test
  void oneThreadEntersManyAndEachIsWhatItWasWithItsHistory() {
    // When
    List<CompletableFuture<Entry>> entered =
        IntStream.range(0, 300)
            .mapToObj(i -> ledger.receive(request("R-" + i), "test " + i, Ledger.Mode.CLAIM))
            .toList();

    // Then
    for (int i = 0; i < entered.size(); i++) {
      Placement placement = Placement.received(request("R-" + i), "test " + i, clock.instant());
      assertThat(entered.get(i).join()).isEqualTo(new Entry(placement, Entry.Kind.NEW));
      assertThat(ledger.find("R-" + i)).contains(placement);
      assertThat(ledger.history("R-" + i))
          .extracting(Step::to)
          .containsExactly(PlacementState.RECEIVED);
    }
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, 300L);
  }

  @Test
  void of32ThreadsOneIsFirstWithARequestIdAndTheOthersLearnOfIt() throws Exception {
    // Given
    int threads = 32;
    int requests = 50;

    // When
    List<List<Entry.Kind>> kinds =
        inParallel(
            threads,
            thread ->
                IntStream.range(0, requests)
                    .mapToObj(
                        i -> InLedger.receive(ledger, request("R-" + i), "test " + thread).kind())
                    .toList());

    // Then
    for (int i = 0; i < requests; i++) {
      int request = i;
      assertThat(kinds.stream().map(list -> list.get(request)))
          .containsOnlyOnce(Entry.Kind.NEW)
          .doesNotContain(Entry.Kind.CONFLICT);
    }
    assertThat(ledger.counts()).containsEntry(PlacementState.RECEIVED, (long) requests);
  }

  @Test
  void whileSomeAreRefusedTheOthersOfTheSameGroupAreWritten() throws Exception {
    // When
    List<PlacementState> states =
        inParallel(
            32,
            thread -> {
              String id = "R-" + thread;
              for (int i = 0; i < 10; i++) {
                assertThatIllegalArgumentException().isThrownBy(() -> ledger.sending("unknown"));
                InLedger.receive(ledger, request(id + "-" + i), "test");
                ledger.sending(id + "-" + i);
                ledger.accepted(id + "-" + i, (long) i);
                assertThatExceptionOfType(Ledger.NotOpenException.class)
                    .isThrownBy(() -> ledger.sending(id + "-0"));
                InLedger.confirm(ledger, BILLING, "ixn-" + id + "-" + i, null);
              }
              return stateOf(id + "-9");
            });

    // Then
    assertThat(states).containsOnly(PlacementState.CONFIRMED);
    assertThat(ledger.counts()).containsEntry(PlacementState.CONFIRMED, 320L);
    assertThat(ledger.history("R-7-3")).hasSize(3);
  }

  <T> List<T> inParallel(int threads, ThreadTask<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        futures.add(executor.submit(() -> task.run(thread)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  interface ThreadTask<T> {
    T run(int thread) throws Exception;
  }

  Placement send(String requestId) {
    InLedger.receive(ledger, request(requestId), "test");
    return ledger.sending(requestId);
  }

  Placement accept(String requestId, Long referenceId) {
    send(requestId);
    return ledger.accepted(requestId, referenceId);
  }

  void acceptIn(GroupWorkbin workbin, String requestId) {
    InLedger.receive(ledger, request(requestId, workbin, "ixn-" + requestId), "test");
    ledger.sending(requestId);
    ledger.accepted(requestId, null);
  }

  PlacementState stateOf(String requestId) {
    return ledger.find(requestId).orElseThrow().state();
  }

  static List<String> ids(List<Placement> placements) {
    return placements.stream().map(placement -> placement.request().requestId()).toList();
  }

  private static List<String> idsOf(List<Ledger.Overdue> overdue) {
    return overdue.stream().flatMap(bin -> ids(bin.placements()).stream()).toList();
  }
}
