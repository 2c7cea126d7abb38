package org.workbinroutes.gws;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieOrigin;
import org.apache.hc.client5.http.cookie.CookieSpec;
import org.apache.hc.client5.http.cookie.MalformedCookieException;
import org.apache.hc.client5.http.impl.cookie.BasicClientCookie;
import org.apache.hc.client5.http.impl.cookie.RFC6265LaxSpec;
import org.apache.hc.core5.http.message.BasicHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cookies of one login. REST calls and the notification connection share them, since GWS
 * delivers notifications to the HTTP session's node and user. A new login starts with none.
 */
final class SessionCookies {
  private static final Logger LOG = LoggerFactory.getLogger(SessionCookies.class);
  private static final String BAYEUX_COOKIE = "BAYEUX_BROWSER";

  private final String sessionCookie;
  private final BasicCookieStore store = new BasicCookieStore();
  private final CookieSpec spec = new RFC6265LaxSpec();

  /**
   * Makes a store without cookies.
   *
   * @param sessionCookie the name of the cookie that is the session
   */
  SessionCookies(String sessionCookie) {
    this.sessionCookie = sessionCookie;
  }

  /**
   * Keeps a cookie the server set.
   *
   * @return true if it gave the session another id than it had: the old session is gone
   */
  boolean keep(URI uri, String setCookie) {
    try {
      CookieOrigin origin = origin(uri);
      String before = sessionId();
      for (Cookie cookie : spec.parse(new BasicHeader("Set-Cookie", setCookie), origin)) {
        spec.validate(cookie, origin);
        store.addCookie(cookie);
      }
      return before != null && !before.equals(sessionId());
    } catch (MalformedCookieException ignored) {
      LOG.debug("GWS set a cookie that cannot be read; it is left out");
      return false;
    }
  }

  /**
   * Forgets by which cookie the notification server knows the client: as the same one, a new
   * connection would be slowed down for as long as the server still holds a poll of the old.
   */
  void forgetBayeuxClient() {
    for (Cookie cookie : store.getCookies()) {
      if (BAYEUX_COOKIE.equals(cookie.getName())) {
        BasicClientCookie expired = new BasicClientCookie(cookie.getName(), "");
        expired.setDomain(cookie.getDomain());
        expired.setPath(cookie.getPath());
        expired.setExpiryDate(Instant.EPOCH);
        store.addCookie(expired);
      }
    }
  }

  /** The cookies that belong on a request. */
  List<Cookie> matching(URI uri) {
    CookieOrigin origin = origin(uri);
    Instant now = Instant.now();
    return store.getCookies().stream()
        .filter(cookie -> !cookie.isExpired(now) && spec.match(cookie, origin))
        .toList();
  }

  /** The value of the Cookie header for a request, or null if it needs none. */
  String header(URI uri) {
    List<Cookie> cookies = matching(uri);
    return cookies.isEmpty() ? null : spec.formatCookies(cookies).get(0).getValue();
  }

  /** The session as GWS knows it; null before there is one. */
  String sessionId() {
    return store.getCookies().stream()
        .filter(cookie -> sessionCookie.equals(cookie.getName()))
        .map(Cookie::getValue)
        .findFirst()
        .orElse(null);
  }

  private static CookieOrigin origin(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new CookieOrigin(uri.getHost(), port, path, secure);
  }
}
