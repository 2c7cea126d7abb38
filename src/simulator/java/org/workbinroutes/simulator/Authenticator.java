package org.workbinroutes.simulator;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Tells who asks, by session cookie, Basic or bearer. */
final class Authenticator {
  private static final String BEARER = "Bearer ";

  private final Settings settings;
  private final Logins logins;
  private final Tokens tokens;
  private final FrontFaults front;
  private final Consumer<List<LoginSession>> ended;
  private final Map<String, String> userByBasicHeader = new ConcurrentHashMap<>();

  Authenticator(
      Settings settings,
      Logins logins,
      Tokens tokens,
      FrontFaults front,
      Consumer<List<LoginSession>> ended) {
    this.front = front;
    this.ended = ended;
    this.settings = settings;
    this.logins = logins;
    this.tokens = tokens;
    settings.users().forEach(this::user);
  }

  /** From now on a user's password. */
  void user(String name, String password) {
    userByBasicHeader.values().removeIf(name::equals);
    userByBasicHeader.put(
        "Basic "
            + Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)),
        name);
  }

  /**
   * The session of a request; a first request with credentials opens one.
   *
   * @return the session, or null if the request is not authenticated
   */
  LoginSession authenticate(HttpServletRequest request, HttpServletResponse response) {
    LoginSession known = find(request);
    if (known != null) {
      return known;
    }
    String user = user(request.getHeader("Authorization"));
    if (user == null) {
      return null;
    }
    if (settings.oneSessionPerUser()) {
      ended.accept(logins.removeAll(user));
    }
    LoginSession opened = logins.open(user);
    response.addHeader(
        "Set-Cookie", Logins.SESSION_COOKIE + "=" + opened.id() + front.sessionCookieAttributes());
    if (opened.route() != null) {
      response.addHeader("Set-Cookie", Logins.ROUTE_COOKIE + "=" + opened.route() + "; Path=/");
    }
    if (!Logins.namesSession(request)) {
      front.addCookies(response);
    }
    return opened;
  }

  /**
   * The living session of a request. No session is opened.
   *
   * @return the session, or null if there is none or the bearer that goes with it is not valid
   */
  LoginSession find(HttpServletRequest request) {
    LoginSession known = logins.find(request);
    OAuthSettings oauth = settings.oauth();
    if (known == null || oauth == null) {
      return known;
    }
    String authorization = request.getHeader("Authorization");
    boolean bearer = authorization != null && authorization.startsWith(BEARER);
    if (!bearer) {
      return oauth.bearerOnEveryRequest() ? null : known;
    }
    return known.user().equals(user(authorization)) ? known : null;
  }

  String challenge() {
    return settings.oauth() == null ? "Basic realm=\"gws\"" : "Bearer realm=\"gws\"";
  }

  private String user(String authorization) {
    if (authorization == null) {
      return null;
    }
    if (settings.oauth() != null) {
      return authorization.startsWith(BEARER)
          ? tokens.user(authorization.substring(BEARER.length()))
          : null;
    }
    return userByBasicHeader.get(authorization);
  }
}
