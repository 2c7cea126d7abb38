package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SinkActivityTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SetClock clock = new SetClock();
  private final SinkActivity activity = new SinkActivity("crm", clock);

  /** A clock that stands until it is set. */
  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
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

  @Test
  void aSinkThatHoldsANotificationForLongIsSilent() {
    // Given
    Instant begun = clock.instant();
    activity.begun();
    assertThat(activity.silentSince(PATIENCE)).isEmpty();
    // When
    clock.advance(Duration.ofMinutes(6));
    // Then
    assertThat(activity.silentSince(PATIENCE)).contains(begun);
    // When
    activity.delivered();
    activity.ended();
    clock.advance(Duration.ofHours(1));
    // Then: it has nothing to do
    assertThat(activity.silentSince(PATIENCE)).isEmpty();
  }

  @Test
  void aSinkIsDownFromItsFirstFailureToItsNextDelivery() {
    // Given
    Instant since = clock.instant();
    activity.failed(new ConnectException("refused"), false);
    clock.advance(Duration.ofMinutes(3));
    activity.failed(new ConnectException("refused"), false);
    // Then
    assertThat(activity.outage(PATIENCE).orElseThrow().since()).isEqualTo(since);
    assertThat(activity.outage(PATIENCE).orElseThrow().reason()).isEqualTo("ConnectException");
    // When
    activity.delivered();
    // Then
    assertThat(activity.outage(PATIENCE)).isEmpty();
  }

  @Test
  void whatIsWrongWithANotificationIsNoOutageOfTheSink() {
    // When
    activity.failed(new UnreadableNotificationException("no JSON"), false);
    activity.failed(new IllegalStateException("refused this one"), true);
    // Then
    assertThat(activity.outage(PATIENCE)).isEmpty();
    assertThat(activity.lastFailure()).isPresent();
  }
}
