package org.workbinroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.workbinroutes.ledger.Requests.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.placement.PlacementState;

class RetentionTest {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration OFTEN = Duration.ofMillis(10);

  private final TestClock clock = new TestClock();
  private final MemoryLedger ledger = new MemoryLedger(clock);

  private final List<Retention> started = new ArrayList<>();

  private void start(Duration retention) {
    started.add(new Retention(ledger, retention, OFTEN, clock));
  }

  @AfterEach
  void stop() {
    started.forEach(Retention::close);
  }

  private void settle(String requestId) {
    InLedger.receive(ledger, request(requestId), "test");
    ledger.rejected(requestId, "no such workbin");
  }

  @Test
  void whatIsOldAndSettledIsForgottenByItself() {
    // Given
    IntStream.range(0, 500).forEach(i -> settle("old-" + i));
    InLedger.receive(ledger, request("open"), "test");
    clock.advance(RETENTION.plusMillis(1));
    settle("new");

    // When
    start(RETENTION);

    // Then
    await().until(() -> ledger.counts().get(PlacementState.REJECTED) == 1);
    assertThat(ledger.find("new")).isPresent();
    assertThat(ledger.find("open")).isPresent();
  }

  @Test
  void nothingIsForgottenIfRetentionIsZero() {
    // Given
    settle("oldest");
    clock.advance(RETENTION);
    settle("old");
    clock.advance(RETENTION.minusMillis(1));

    // When
    start(Duration.ZERO);
    start(RETENTION);

    // Then
    await().until(() -> ledger.find("oldest").isEmpty());
    assertThat(ledger.find("old")).as("of an age that zero days would forget").isPresent();
  }
}
