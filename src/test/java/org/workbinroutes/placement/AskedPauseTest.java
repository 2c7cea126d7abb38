package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.GwsFailures;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.MemoryLedger;

/** A pause that GWS asks for is no time in which the placement was tried, whatever was tried. */
class AskedPauseTest {
  private static final Duration LONGER_THAN_RETRIED = Duration.ofMinutes(10);

  private final MemoryLedger ledger = new MemoryLedger();
  private final PausingClock clock = new PausingClock();
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(1, 0, 50, 20, Duration.ofMillis(50)));
  private final PlacementSteps steps =
      new PlacementSteps(
          ledger,
          new RetryPolicy(9, Duration.ofMinutes(2), Duration.ofMillis(1), Duration.ofMillis(1)),
          gate,
          new InFlight(),
          clock,
          Duration.ofDays(1),
          clock,
          workbin -> {});

  @ParameterizedTest
  @CsvSource({"true, RECEIVED", "false, FAILED"})
  void betweenTwoLooksItIsNotCounted(boolean asked, PlacementState state) {
    // Given
    PlacementRequest request = PlacementRig.request("r1", "I1");
    InLedger.receive(ledger, request, "test");
    Placement sent = ledger.sending("r1");
    PlacementAttempt attempt = steps.begin(sent, null);
    GwsException failure = GwsFailures.comeAgain(4, asked ? Duration.ofMillis(1) : null);
    steps.look(attempt);
    steps.lookAgain(attempt, failure);
    // When
    clock.passesOnce(LONGER_THAN_RETRIED);
    steps.look(attempt);
    // Then
    assertThat(steps.lookAgain(attempt, failure).state()).isEqualTo(state);
  }

  /** Goes on by a time of its own after it was read the next time. */
  private static final class PausingClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private Duration next = Duration.ZERO;

    void passesOnce(Duration time) {
      next = time;
    }

    @Override
    public Instant instant() {
      Instant read = now;
      now = now.plus(next);
      next = Duration.ZERO;
      return read;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
