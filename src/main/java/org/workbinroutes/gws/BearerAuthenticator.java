package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** OAuth 2 bearer tokens, renewed before they expire. One thread renews, the others wait for it. */
final class BearerAuthenticator implements Authenticator {
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

  /**
   * A token and its life.
   *
   * @param value the token
   * @param lifetime how long it is valid from now on
   */
  record Token(String value, Duration lifetime) {}

  private record Held(String value, Instant renewAt) {}

  private final Supplier<Token> endpoint;
  private final Clock clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile Held held;

  BearerAuthenticator(Supplier<Token> endpoint, Clock clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public String forLogin() {
    return "Bearer " + token();
  }

  @Override
  public String forRequest() {
    return "Bearer " + token();
  }

  @Override
  public void refused() {
    held = null;
  }

  private String token() {
    Held now = held;
    if (isFresh(now)) {
      return now.value();
    }
    renewal.lock();
    try {
      now = held;
      if (!isFresh(now)) {
        Token token = endpoint.get();
        Duration margin = token.lifetime().dividedBy(5);
        if (margin.compareTo(LONGEST_MARGIN) > 0) {
          margin = LONGEST_MARGIN;
        }
        now = new Held(token.value(), clock.instant().plus(token.lifetime()).minus(margin));
        held = now;
      }
      return now.value();
    } finally {
      renewal.unlock();
    }
  }

  private boolean isFresh(Held token) {
    return token != null && clock.instant().isBefore(token.renewAt());
  }
}
