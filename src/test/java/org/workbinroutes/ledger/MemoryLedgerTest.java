package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.workbinroutes.placement.PlacementState.ACCEPTED;
import static org.workbinroutes.placement.PlacementState.CONFIRMED;
import static org.workbinroutes.placement.PlacementState.FAILED;
import static org.workbinroutes.placement.PlacementState.RECEIVED;
import static org.workbinroutes.placement.PlacementState.REJECTED;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Ledger.Entry;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

class MemoryLedgerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final GroupWorkbin WORKBIN = new GroupWorkbin("w1", GroupKind.AGENT_GROUP, "G");

  private final MemoryLedger ledger = new MemoryLedger(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void entersARequestOnce() {
    // When
    Entry first = ledger.receive(request("r1", "i1"), "http");
    Entry second = ledger.receive(request("r1", "i1"), "jms:workbin.placements");

    // Then
    assertThat(first.kind()).isEqualTo(Entry.Kind.NEW);
    assertThat(first.placement()).isEqualTo(Placement.received(request("r1", "i1"), "http", NOW));
    assertThat(second.kind()).isEqualTo(Entry.Kind.KNOWN);
    assertThat(second.placement()).isEqualTo(first.placement());
  }

  @Test
  void noticesThatARequestIdWasUsedForAnotherContent() {
    // Given
    ledger.receive(request("r1", "i1"), "http");

    // When
    Entry reused = ledger.receive(request("r1", "i2"), "http");

    // Then
    assertThat(reused.kind()).isEqualTo(Entry.Kind.CONFLICT);
    assertThat(reused.placement().request().interactionId()).isEqualTo("i1");
  }

  @Test
  void acceptsAndThenConfirms() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");

    // When
    Placement accepted = ledger.accepted("r1", 16L);
    List<Placement> confirmed = ledger.confirm(WORKBIN, "i1", null);

    // Then
    assertThat(accepted.state()).isEqualTo(ACCEPTED);
    assertThat(accepted.referenceId()).isEqualTo(16L);
    assertThat(accepted.attempts()).isEqualTo(1);
    assertThat(confirmed).extracting(Placement::state).containsExactly(CONFIRMED);
    assertThat(ledger.find("r1")).contains(confirmed.get(0));
  }

  @Test
  void aConfirmationBeforeTheAnswerIsNotUndoneByIt() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");
    ledger.confirm(WORKBIN, "i1", null);

    // When
    Placement answered = ledger.accepted("r1", 16L);

    // Then
    assertThat(answered.state()).isEqualTo(CONFIRMED);
    assertThat(answered.referenceId()).isEqualTo(16L);
    assertThat(ledger.rejected("r1", "too late").state()).isEqualTo(CONFIRMED);
    assertThat(ledger.failed("r1", "too late").state()).isEqualTo(CONFIRMED);
  }

  @Test
  void aDoubledNotificationConfirmsNothingTwice() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");
    ledger.accepted("r1", 16L);
    ledger.confirm(WORKBIN, "i1", null);

    // When
    List<Placement> again = ledger.confirm(WORKBIN, "i1", null);

    // Then
    assertThat(again).isEmpty();
  }

  @Test
  void aNotificationBeforeTheCallConfirmsNothing() {
    // Given
    ledger.receive(request("r1", "i1"), "http");

    // When
    List<Placement> confirmed = ledger.confirm(WORKBIN, "i1", null);

    // Then
    assertThat(confirmed).isEmpty();
    assertThat(ledger.find("r1").orElseThrow().state()).isEqualTo(RECEIVED);
  }

  @Test
  void aNotificationOfAnotherWorkbinOrInteractionConfirmsNothing() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");

    // When / Then
    assertThat(ledger.confirm(WORKBIN, "i2", null)).isEmpty();
    assertThat(ledger.confirm(new GroupWorkbin("w1", GroupKind.PLACE_GROUP, "G"), "i1", null))
        .isEmpty();
    assertThat(ledger.confirm(new GroupWorkbin("w1", GroupKind.AGENT_GROUP, "H"), "i1", null))
        .isEmpty();
    assertThat(ledger.confirm(WORKBIN, "i1", null)).hasSize(1);
  }

  @Test
  void aNotificationConfirmsAllThatWaitForItsInteraction() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.receive(request("r2", "i1"), "http");
    ledger.sending("r1");
    ledger.sending("r2");

    // When
    List<Placement> confirmed = ledger.confirm(WORKBIN, "i1", 99L);

    // Then
    assertThat(confirmed).extracting(p -> p.request().requestId()).containsExactly("r1", "r2");
  }

  @Test
  void aReferenceIdConfirmsItsOwnPlacementAlone() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.receive(request("r2", "i1"), "http");
    ledger.sending("r1");
    ledger.sending("r2");
    ledger.accepted("r1", 1L);
    ledger.accepted("r2", 2L);

    // When
    List<Placement> confirmed = ledger.confirm(WORKBIN, "i1", 2L);

    // Then
    assertThat(confirmed).extracting(p -> p.request().requestId()).containsExactly("r2");
    assertThat(ledger.find("r1").orElseThrow().state()).isEqualTo(ACCEPTED);
    assertThat(ledger.confirm(WORKBIN, "i1", 1L)).hasSize(1);
  }

  @Test
  void aRefusedPlacementWaitsNoMore() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");

    // When
    Placement rejected = ledger.rejected("r1", "statusCode 6: not found");

    // Then
    assertThat(rejected.state()).isEqualTo(REJECTED);
    assertThat(rejected.lastError()).isEqualTo("statusCode 6: not found");
    assertThat(ledger.confirm(WORKBIN, "i1", null)).isEmpty();
  }

  @Test
  void aFailedPlacementIsConfirmedIfItTurnsUpAfterAll() {
    // Given
    ledger.receive(request("r1", "i1"), "http");
    ledger.sending("r1");
    assertThat(ledger.failed("r1", "no answer").state()).isEqualTo(FAILED);

    // When
    List<Placement> confirmed = ledger.confirm(WORKBIN, "i1", null);

    // Then
    assertThat(confirmed).extracting(Placement::state).containsExactly(CONFIRMED);
  }

  @Test
  void saysThatItDoesNotKnowARequest() {
    assertThat(ledger.find("r1")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.sending("r1"))
        .withMessageContaining("knows no request 'r1'");
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.accepted("r1", 1L));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.rejected("r1", "e"));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.failed("r1", "e"));
  }

  @Test
  void answersAndNotificationsInAnyOrderEndConfirmed() throws Exception {
    // Given
    int placements = 2_000;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> done = new ArrayList<>();
    List<Placement> confirmed = java.util.Collections.synchronizedList(new ArrayList<>());

    // When
    for (int i = 0; i < placements; i++) {
      String id = "r" + i;
      String interaction = "i" + i % 100;
      long reference = i;
      ledger.receive(request(id, interaction), "http");
      CountDownLatch sent = new CountDownLatch(1);
      done.add(
          threads.submit(
              () -> {
                ledger.sending(id);
                sent.countDown();
                ledger.accepted(id, reference);
              }));
      done.add(
          threads.submit(
              () -> {
                sent.await();
                confirmed.addAll(ledger.confirm(WORKBIN, interaction, reference));
                return null;
              }));
    }
    for (Future<?> each : done) {
      each.get(10, TimeUnit.SECONDS);
    }
    threads.shutdown();

    // Then
    assertThat(confirmed).extracting(p -> p.request().requestId()).doesNotHaveDuplicates();
    assertThat(confirmed).hasSize(placements);
    for (int i = 0; i < placements; i++) {
      Placement placement = ledger.find("r" + i).orElseThrow();
      assertThat(placement.state()).isEqualTo(CONFIRMED);
      assertThat(placement.referenceId()).isNotNull();
    }
  }

  private static PlacementRequest request(String requestId, String interactionId) {
    return new PlacementRequest(requestId, WORKBIN, interactionId, null, false, Map.of());
  }
}
