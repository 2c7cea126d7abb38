package org.workbinroutes.gws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BearerAuthenticatorTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile GwsUnavailableException down;
  private final SettableClock clock = new SettableClock();

  @Test
  void keepsATokenAndRenewsItBeforeItExpires() {
    // Given
    BearerAuthenticator authenticator = authenticator(Duration.ofSeconds(100));
    // When / Then
    assertThat(authenticator.forLogin()).isEqualTo("Bearer t1");
    clock.now = clock.now.plusSeconds(79);
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t1");
    clock.now = clock.now.plusSeconds(2);
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t2");
  }

  @Test
  void anEndpointThatIsAwayIsAskedAfterGrowingPausesAndTheOldTokenServesWhileItIsValid() {
    // Given
    BearerAuthenticator authenticator = authenticator(Duration.ofSeconds(100));
    authenticator.forLogin();
    down = new GwsUnavailableException("no token", null, null);
    // When / Then: within its life
    clock.now = clock.now.plusSeconds(90);
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t1");
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t1");
    assertThat(failed).hasValue(1);
    assertThat(authenticator.trouble()).isNull();
    // When / Then: after it
    clock.now = clock.now.plusSeconds(11);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(authenticator::forRequest).isSameAs(down).hasMessage("no token");
      clock.now = clock.now.plusSeconds(1);
      assertThatThrownBy(authenticator::forRequest).hasMessage("no token");
      clock.now = clock.now.plusSeconds(9);
    }
    assertThat(failed).hasValue(6);
    assertThat(authenticator.trouble()).isEqualTo("no token");
    // When / Then: back again
    down = null;
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t2");
    assertThat(authenticator.trouble()).isNull();
  }

  @Test
  void aRefusedTokenIsNotUsedAgain() {
    // Given
    BearerAuthenticator authenticator = authenticator(Duration.ofHours(1));
    authenticator.forLogin();
    // When
    authenticator.refused();
    // Then
    assertThat(authenticator.forRequest()).isEqualTo("Bearer t2");
  }

  @Test
  void oneThreadRenewsWhileTheOthersWait() throws Exception {
    // Given
    CountDownLatch allThere = new CountDownLatch(8);
    BearerAuthenticator authenticator = authenticator(Duration.ofHours(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      // When
      var tokens =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            allThere.countDown();
                            allThere.await();
                            return authenticator.forRequest();
                          }))
              .toList();
      // Then
      for (Future<String> token : tokens) {
        assertThat(token.get()).isEqualTo("Bearer t1");
      }
      assertThat(asked).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  private BearerAuthenticator authenticator(Duration lifetime) {
    return new BearerAuthenticator(
        () -> {
          if (down != null) {
            failed.incrementAndGet();
            throw down;
          }
          return new BearerAuthenticator.Token("t" + asked.incrementAndGet(), lifetime);
        },
        failures -> failures * 1_000L,
        clock);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
