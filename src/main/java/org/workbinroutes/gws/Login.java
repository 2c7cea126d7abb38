package org.workbinroutes.gws;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** One successful login: what later requests must carry. Replaced as a whole when it ends. */
final class Login {
  private final SessionCookies cookies;
  private final AtomicReference<CsrfToken> csrf = new AtomicReference<>();
  private final AtomicInteger agentSessions = new AtomicInteger();

  /**
   * Makes a login without cookies.
   *
   * @param sessionCookie the name of the cookie that is the session
   */
  Login(String sessionCookie) {
    this.cookies = new SessionCookies(sessionCookie);
  }

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
