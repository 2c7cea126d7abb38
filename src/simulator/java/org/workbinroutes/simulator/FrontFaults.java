package org.workbinroutes.simulator;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What stands in front of GWS: a load balancer with cookies of its own, a proxy that logs in. */
final class FrontFaults {
  private static final byte[] LOGIN_PAGE =
      "<!DOCTYPE html><title>Sign in</title><form>Please sign in</form>"
          .getBytes(StandardCharsets.UTF_8);

  private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
  private volatile List<String> cookies = List.of();
  private volatile String sessionCookieAttributes = "; Path=/; HttpOnly";
  private volatile int status;
  private volatile boolean notificationsOnly;

  void cookies(List<String> templates) {
    cookies = templates;
  }

  void sessionCookieAttributes(String attributes) {
    sessionCookieAttributes = attributes;
  }

  String sessionCookieAttributes() {
    return sessionCookieAttributes;
  }

  void turnAway(Set<String> sessions, int answer, boolean onlyNotifications) {
    status = answer;
    notificationsOnly = onlyNotifications;
    turnedAway.addAll(sessions);
  }

  void clear() {
    turnedAway.clear();
    cookies = List.of();
  }

  /** Adds the load balancer's cookies to an answer. */
  void addCookies(HttpServletResponse response) {
    for (String template : cookies) {
      response.addHeader("Set-Cookie", template.replace("*", UUID.randomUUID().toString()));
    }
  }

  HttpFilter filter() {
    return new InFront();
  }

  private boolean isTurnedAway(HttpServletRequest request) {
    String session = Logins.sessionNamed(request);
    return session != null
        && turnedAway.contains(session)
        && (!notificationsOnly || request.getRequestURI().contains("/notifications"));
  }

  private final class InFront extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (isTurnedAway(request)) {
        response.setStatus(status);
        if (status >= 300 && status < 400) {
          response.setHeader("Location", "https://sso.test/login");
        }
        response.setContentType("text/html");
        response.getOutputStream().write(LOGIN_PAGE);
        return;
      }
      // to an answer that begins a session they are added after that session's own
      if (Logins.namesSession(request)) {
        addCookies(response);
      }
      chain.doFilter(request, response);
    }
  }
}
