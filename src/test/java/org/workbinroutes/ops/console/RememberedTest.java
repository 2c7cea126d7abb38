package org.workbinroutes.ops.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final AtomicLong now = new AtomicLong(-50);
  private final AtomicInteger asked = new AtomicInteger();
  private long cost;

  private final Remembered<Integer> figure =
      new Remembered<>(
          () -> {
            now.addAndGet(cost);
            return asked.incrementAndGet();
          },
          100,
          now::get);

  @Test
  void isFoundOutAgainWhenItIsOld() throws Exception {
    assertThat(figure.get()).isEqualTo(1);
    now.addAndGet(99);
    assertThat(figure.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(figure.get()).isEqualTo(2);
  }

  @Test
  void isFoundOutSeldomIfThatTakesLong() throws Exception {
    // Given
    cost = 50;
    figure.get();
    // When
    now.addAndGet(999);
    // Then
    assertThat(figure.get()).isEqualTo(1);
    now.addAndGet(1);
    assertThat(figure.get()).isEqualTo(2);
  }

  @Test
  void whatFailedIsTriedAgain() {
    // Given
    Remembered<Integer> failing =
        new Remembered<>(
            () -> {
              asked.incrementAndGet();
              throw new IllegalStateException("down");
            },
            100,
            now::get);
    // When / Then
    assertThatThrownBy(failing::get).hasMessage("down");
    assertThatThrownBy(failing::get).hasMessage("down");
    assertThat(asked).hasValue(2);
  }
}
