package org.workbinroutes.simulator;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The HTTP sessions. */
final class Logins {
  static final String SESSION_COOKIE = "JSESSIONID";
  static final String ROUTE_COOKIE = "GWSROUTE";

  private final ConcurrentMap<String, LoginSession> sessions = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final boolean stickyCookie;
  private final Counters counters;

  Logins(Settings settings, Counters counters) {
    stickyCookie = settings.stickyCookie();
    this.counters = counters;
  }

  LoginSession open(String user) {
    LoginSession session =
        new LoginSession(randomText(16), stickyCookie ? randomText(4) : null, user, randomText(16));
    sessions.put(session.id(), session);
    counters.logins.increment();
    return session;
  }

  /**
   * The session a request belongs to.
   *
   * @return the session, or null if its cookies name none that is alive
   */
  LoginSession find(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return null;
    }
    String route = stickyCookie ? value(cookies, ROUTE_COOKIE) : null;
    for (Cookie cookie : cookies) {
      if (SESSION_COOKIE.equals(cookie.getName())) {
        LoginSession session = sessions.get(cookie.getValue());
        if (session != null && (session.route() == null || session.route().equals(route))) {
          return session;
        }
      }
    }
    return null;
  }

  static boolean namesSession(HttpServletRequest request) {
    return sessionNamed(request) != null;
  }

  /** The id of the session a request names, alive or not; null if it names none. */
  static String sessionNamed(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null ? null : value(cookies, SESSION_COOKIE);
  }

  Collection<LoginSession> all() {
    return sessions.values();
  }

  List<LoginSession> removeAll() {
    return removeAll(List.copyOf(sessions.values()));
  }

  /** Ends one session; nothing if it has ended. */
  List<LoginSession> remove(LoginSession session) {
    return sessions.remove(session.id(), session) ? List.of(session) : List.of();
  }

  List<LoginSession> removeAll(String user) {
    return removeAll(sessions.values().stream().filter(s -> s.user().equals(user)).toList());
  }

  private List<LoginSession> removeAll(List<LoginSession> removed) {
    removed.forEach(session -> sessions.remove(session.id()));
    return removed;
  }

  private static String value(Cookie[] cookies, String name) {
    for (Cookie cookie : cookies) {
      if (name.equals(cookie.getName())) {
        return cookie.getValue();
      }
    }
    return null;
  }

  private String randomText(int bytes) {
    byte[] text = new byte[bytes];
    random.nextBytes(text);
    return HexFormat.of().formatHex(text);
  }
}
