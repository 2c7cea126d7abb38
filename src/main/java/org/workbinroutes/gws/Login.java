package org.workbinroutes.gws;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One successful login: what later requests must carry. Replaced as a whole when it ends. */
final class Login {
  private final SessionCookies cookies = new SessionCookies();
  private final AtomicReference<CsrfToken> csrf = new AtomicReference<>();
  private final AtomicInteger agentSessions = new AtomicInteger();

  SessionCookies cookies() {
    return cookies;
  }

  /** The present CSRF token, or null where the protection is off. */
  CsrfToken csrf() {
    return csrf.get();
  }

  void csrf(CsrfToken token) {
    csrf.set(token);
  }

  /** How often the agent session was started in this login. */
  int agentSessions() {
    return agentSessions.get();
  }

  void agentSessionStarted() {
    agentSessions.incrementAndGet();
  }
}
