package org.workbinroutes.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final RetryPolicy policy =
      new RetryPolicy(5, Duration.ofMinutes(2), Duration.ofMillis(500), Duration.ofSeconds(30));

  @RepeatedTest(20)
  void pausesDoubleWithARandomShare() {
    assertThat(policy.pauseAfter(1, Duration.ZERO, null).orElseThrow())
        .isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
    assertThat(policy.pauseAfter(3, Duration.ZERO, null).orElseThrow())
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void theServersWishForALongerPauseIsGranted() {
    assertThat(policy.pauseAfter(1, Duration.ZERO, Duration.ofSeconds(40)))
        .contains(Duration.ofSeconds(40));
  }

  @Test
  void itEndsWithTheAttempts() {
    assertThat(policy.pauseAfter(5, Duration.ZERO, null)).isEmpty();
  }

  @Test
  void itEndsWithTheTime() {
    assertThat(policy.pauseAfter(1, Duration.ofSeconds(119), Duration.ofSeconds(2))).isEmpty();
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RetryPolicy(0, Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1)))
        .withMessageContaining("maxAttempts");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RetryPolicy(1, Duration.ZERO, Duration.ofMillis(2), Duration.ofMillis(1)));
  }
}
