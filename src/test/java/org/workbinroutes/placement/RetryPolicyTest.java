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
    assertThat(policy.pause(1, null)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
    assertThat(policy.pause(3, null)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void theServersWishForALongerPauseIsGranted() {
    assertThat(policy.pause(1, Duration.ofMinutes(10))).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void itEndsWithTheAttempts() {
    assertThat(policy.isExhausted(4, Duration.ZERO)).isFalse();
    assertThat(policy.isExhausted(5, Duration.ZERO)).isTrue();
  }

  @Test
  void itEndsWithTheTime() {
    assertThat(policy.isExhausted(1, Duration.ofSeconds(119))).isFalse();
    assertThat(policy.isExhausted(1, Duration.ofMinutes(2))).isTrue();
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
