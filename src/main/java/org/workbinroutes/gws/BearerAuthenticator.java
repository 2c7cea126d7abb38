package org.workbinroutes.gws;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** OAuth 2 bearer tokens, renewed before they expire. One thread renews, the others wait for it. */
final class BearerAuthenticator implements Authenticator {
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(60);

  record Token(String value, Duration lifetime) {}

  private record Held(String value, Instant renewAt, Instant until) {}

  private final Supplier<Token> endpoint;
  private final IntervalFunction pauses;
  private final Clock clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile Held held;
  private volatile String trouble;

  /** What the endpoint said last instead of a token; guarded by renewal. */
  private String failure;

  /** Failures in a row; guarded by renewal. */
  private int failures;

  /** Whether the last failure was one of the credentials; guarded by renewal. */
  private boolean userRefused;

  private Instant notBefore = Instant.MIN;

  BearerAuthenticator(Supplier<Token> endpoint, IntervalFunction pauses, Clock clock) {
    this.endpoint = endpoint;
    this.pauses = pauses;
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
  public String trouble() {
    return trouble;
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
        now = renewed(now);
        held = now;
      }
      return now.value();
    } finally {
      renewal.unlock();
    }
  }

  /** A new token, or the old one while it is valid and there is no other. */
  private Held renewed(Held old) {
    Token token;
    try {
      token = ask();
    } catch (GwsException e) {
      if (old != null && clock.instant().isBefore(old.until())) {
        return old;
      }
      trouble = e.getMessage();
      throw e;
    }
    Duration margin = token.lifetime().dividedBy(5);
    if (margin.compareTo(LONGEST_MARGIN) > 0) {
      margin = LONGEST_MARGIN;
    }
    Instant until = clock.instant().plus(token.lifetime());
    return new Held(token.value(), until.minus(margin), until);
  }

  /** Asks the endpoint; after a failure not before a growing pause is over. */
  private Token ask() {
    if (clock.instant().isBefore(notBefore)) {
      throw userRefused
          ? GwsUnavailableException.userRefused(failure, null)
          : new GwsUnavailableException(failure, null, null);
    }
    try {
      Token token = endpoint.get();
      failures = 0;
      trouble = null;
      return token;
    } catch (GwsException e) {
      failures++;
      notBefore = clock.instant().plusMillis(pauses.apply(failures));
      userRefused = e.refusesUser();
      failure = e.getMessage();
      throw e;
    }
  }

  private boolean isFresh(Held token) {
    return token != null && clock.instant().isBefore(token.renewAt());
  }
}
