package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.workbinroutes.outage.CapturedLog;

class RefusalLogTest {
  @Test
  void aFloodOfNamesWritesFewLines() {
    try (CapturedLog log = CapturedLog.ofAll()) {
      // Given
      Instant start = Instant.parse("2026-11-30T10:00:00Z");
      Instant[] now = {start};
      RefusalLog refusals = new RefusalLog(clock(now));

      // When
      for (int poll = 0; poll < 1_000; poll++) {
        now[0] = start.plusSeconds(poll);
        for (int file = 0; file < 1_500; file++) {
          refusals.refused("/inbox", "name" + file, "it is odd");
        }
      }

      // Then
      int minutes = 17;
      assertThat(log.linesWith("name")).hasSize(20 * minutes).doesNotHaveDuplicates();
      assertThat(log.linesWith("More files in /inbox")).hasSize(minutes);
    }
  }

  @Test
  void saysEachReasonOnce() {
    try (CapturedLog log = CapturedLog.ofAll()) {
      // Given
      RefusalLog refusals = new RefusalLog(clock(new Instant[] {Instant.EPOCH}));

      // When
      refusals.refused("/inbox", "a", "it is odd");
      refusals.refused("/inbox", "a", "it is odd");
      refusals.refused("/inbox", "a", "it is large");

      // Then
      assertThat(log.linesWith("'a'")).hasSize(2);
    }
  }

  private static Clock clock(Instant[] now) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now[0];
      }
    };
  }
}
