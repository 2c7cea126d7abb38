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
    Runnable camel = times.part("camel");
    Runnable broker = times.part("broker");
    millis.addAndGet(300);
    broker.run();
    millis.addAndGet(500);
    camel.run();
    // Then
    assertThat(times)
        .hasToString(
            "ready in 1200 ms (java and configuration 400 ms, broker 300 ms, camel 800 ms)");
  }
}
