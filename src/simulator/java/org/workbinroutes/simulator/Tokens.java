package org.workbinroutes.simulator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The bearer tokens of the OAuth 2 service. They outlive restarts of the server. */
final class Tokens {
  private record Grant(String user, long expiresNanos) {}

  private final ConcurrentMap<String, Grant> grants = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  String issue(String user, Duration lifetime) {
    byte[] text = new byte[24];
    random.nextBytes(text);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    grants.put(token, new Grant(user, System.nanoTime() + lifetime.toNanos()));
    return token;
  }

  /**
   * The user a token stands for.
   *
   * @return the user, or null if the token is unknown, expired or revoked
   */
  String user(String token) {
    Grant grant = grants.get(token);
    return grant == null || System.nanoTime() - grant.expiresNanos() >= 0 ? null : grant.user();
  }

  void revokeAll() {
    grants.clear();
  }
}
