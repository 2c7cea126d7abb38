package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.workbinroutes.ledger.Requests.request;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.outage.SmallDisk;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementGauges;
import org.workbinroutes.placement.PlacementState;

class LedgerOnAFullDiskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private SmallDisk disk;
  private Ledger ledger;
  private CapturedLog log;

  @BeforeEach
  void open() throws IOException {
    disk = SmallDisk.mount(folder.resolve("disk"), 8);
    log = CapturedLog.ofAll();
    ledger =
        Ledgers.open(
            LedgerSettings.at("jdbc:sqlite:" + disk.folder().resolve("ledger/ledger.db"))
                .withClock(clock));
  }

  @AfterEach
  void close() throws IOException {
    if (ledger != null) {
      ledger.close();
      log.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void itIsWrittenAgainWhenThereIsRoom() throws IOException {
    // Given
    InLedger.receive(ledger, request("before"), "test");
    disk.fill();
    Map<String, Boolean> answers = new HashMap<>();

    // When
    for (int i = 0; i < 20; i++) {
      answers.put("R-" + i, isReceived("R-" + i));
    }
    disk.free();
    for (int i = 20; i < 40; i++) {
      answers.put("R-" + i, isReceived("R-" + i));
    }

    // Then
    assertThat(answers).containsValue(false);
    for (int i = 20; i < 40; i++) {
      assertThat(answers.get("R-" + i)).as("R-" + i).isTrue();
    }
    answers.forEach(
        (id, answer) -> assertThat(ledger.find(id).isPresent()).as(id).isEqualTo(answer));
    assertThat(ledger.health().isUp()).isTrue();
    clock.advance(LedgerSettings.DEFAULT_LEASE.plusSeconds(1));
    assertThat(ledger.claim(100))
        .as("everything that was written can be worked on")
        .hasSize(1 + (int) answers.values().stream().filter(answer -> answer).count());
  }

  @Test
  void aGroupThatFindsNoRoomIsAnsweredAsItIsStored() throws Exception {
    // Given
    disk.fill();
    Map<String, CompletableFuture<Ledger.Entry>> entries = new HashMap<>();

    // When
    for (int i = 0; i < 500; i++) {
      entries.put("R-" + i, ledger.receive(request("R-" + i), "test", Ledger.Mode.CLAIM));
    }
    List<String> received = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<Ledger.Entry>> entry : entries.entrySet()) {
      try {
        assertThat(entry.getValue().get().kind()).isEqualTo(Ledger.Entry.Kind.NEW);
        received.add(entry.getKey());
      } catch (ExecutionException refused) {
        assertThat(refused.getCause()).isInstanceOf(Ledger.UnavailableException.class);
      }
    }

    // Then
    assertThat(received).hasSizeLessThan(500);
    assertThat(ledger.list(Ledger.Filter.all(1_000)))
        .extracting(placement -> placement.request().requestId())
        .containsExactlyInAnyOrderElementsOf(received);
    disk.free();
    assertThat(isReceived("after")).isTrue();
  }

  @Test
  void placementsGoOnWhereTheyWereWhenThereIsRoomAgain() throws IOException {
    // Given
    InLedger.receive(ledger, request("R"), "test");
    disk.fill();
    int sent = 0;

    // When
    for (int i = 0; i < 20; i++) {
      try {
        ledger.sending("R");
        sent++;
      } catch (Ledger.UnavailableException full) {
        assertThat(full).hasMessageContaining("could not be written");
      }
    }
    disk.free();
    Placement last = ledger.sending("R");

    // Then
    assertThat(last.attempts()).isEqualTo(sent + 1);
    assertThat(ledger.accepted("R", 7L).state()).isEqualTo(PlacementState.ACCEPTED);
  }

  @Test
  void itsStateIsLoggedOnceAndItComesBackWithoutARequest() throws IOException {
    // Given
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    new PlacementGauges(ledger, System::nanoTime).showIn(meters);
    Gauge up = meters.get("workbin.ledger.up").gauge();
    assertThat(up.value()).isEqualTo(1);
    disk.fill();

    // When
    for (int i = 0; i < 50; i++) {
      fillUp("R-" + i);
    }
    assertThat(ledger.health().problem()).contains("could not be written");
    assertThat(up.value()).isZero();
    disk.free();

    // Then
    await().atMost(PATIENCE).until(() -> ledger.health().isUp());
    assertThat(up.value()).isEqualTo(1);
    assertThat(log.linesWith("ledger is down")).hasSize(1);
    assertThat(log.linesWith("ledger is down").get(0))
        .startsWith("WARN The ledger is down since")
        .contains("full")
        .contains("make room");
    await().atMost(PATIENCE).until(() -> log.linesWith("ledger is back").size() == 1);
  }

  @Test
  void itIsNotOpenedWhereThereIsNoRoom() throws IOException {
    // Given
    disk.fill();
    String url = "jdbc:sqlite:" + disk.folder().resolve("other.db");

    // Then
    assertThatExceptionOfType(Ledger.UnavailableException.class)
        .isThrownBy(() -> Ledgers.open(LedgerSettings.at(url)));

    // When
    disk.free();

    // Then
    Ledgers.open(LedgerSettings.at(url)).close();
  }

  private void fillUp(String id) {
    isReceived(id);
  }

  private boolean isReceived(String id) {
    try {
      return InLedger.receive(ledger, request(id), "test").kind() == Ledger.Entry.Kind.NEW;
    } catch (Ledger.UnavailableException full) {
      return false;
    }
  }
}
