package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StartTimesTest {
  private final AtomicLong millis = new AtomicLong(1000);

  @Test
  void tellsTheWholeAndItsPartsInTheOrderOfTheirEnd() {
    // Given
    StartTimes times =
        new StartTimes(
            () -> TimeUnit.MILLISECONDS.toNanos(millis.get()), TimeUnit.MILLISECONDS.toNanos(600));
    // When
    StartTimes.Part camel = times.part("camel");
    StartTimes.Part broker = times.part("broker");
    millis.addAndGet(300);
    broker.end();
    millis.addAndGet(500);
    camel.end();
    // Then
    assertThat(times)
        .hasToString(
            "ready in 1200 ms (java and configuration 400 ms, broker 300 ms, camel 800 ms)");
  }

  @Test
  void aPartThatWaitsForOthersDoesNotCountThat() {
    // Given
    StartTimes times = new StartTimes(() -> TimeUnit.MILLISECONDS.toNanos(millis.get()), 0);
    // When
    StartTimes.Part camel = times.part("camel");
    millis.addAndGet(100);
    camel.waiting(() -> millis.addAndGet(700));
    millis.addAndGet(200);
    camel.end();
    // Then
    assertThat(times)
        .hasToString("ready in 2000 ms (java and configuration 1000 ms, camel 300 ms)");
  }
}
