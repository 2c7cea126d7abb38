package org.workbinroutes.gws;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieIdentityComparator;
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
  private static final String SESSION_COOKIE = "JSESSIONID";
  private static final String BAYEUX_COOKIE = "BAYEUX_BROWSER";

  private static final int MOST_COOKIES = 20;
  private static final int MOST_RIVALS = 4;

  /** Of all cookies together; common servers refuse 8 KB of headers with HTTP 400 or 431. */
  private static final int MOST_CHARACTERS = 6 * 1024;

  private final BasicCookieStore store = new BasicCookieStore();
  private final CookieSpec spec = new RFC6265LaxSpec();

  /** The session cookies of the login's answers that displaced each other, the first one first. */
  private final List<Cookie> rivals = new ArrayList<>();

  /** Why the session cookie was not taken, if it was not. */
  private volatile String refusal;

  private volatile String remark;
  private volatile boolean settled;
  private volatile boolean trusted;

  /**
   * Keeps a cookie the server set. After {@link #settle()} the session's cookie stays as it is: a
   * load balancer that sets a cookie of the same name does not end the session GWS knows.
   *
   * @return true if it would give the session another id than it has
   */
  synchronized boolean keep(URI uri, String setCookie) {
    boolean changed = false;
    try {
      CookieOrigin origin = origin(uri);
      for (Cookie cookie : spec.parse(new BasicHeader("Set-Cookie", setCookie), origin)) {
        boolean session = SESSION_COOKIE.equals(cookie.getName());
        String before = sessionId();
        if (session && settled) {
          if (sessionIds().noneMatch(id -> id.equals(cookie.getValue()))) {
            remark = "an answer set another cookie " + SESSION_COOKIE + ", which is not taken";
            changed = true;
          }
        } else if (isFit(cookie, origin, uri) && hasRoomFor(cookie)) {
          if (session) {
            addRival(cookie);
          }
          store.addCookie(cookie);
          changed |= session && before != null && !before.equals(sessionId());
        }
      }
    } catch (MalformedCookieException ignored) {
      LOG.debug("GWS set a cookie that cannot be read; it is left out");
    }
    return changed;
  }

  /** From now on the session's cookie is known, and stays. */
  void settle() {
    settled = true;
  }

  /** Whether another cookie of the session's name is known to be none of GWS's. */
  boolean isTrusted() {
    return trusted;
  }

  void trust() {
    trusted = true;
  }

  /**
   * The values of the session's cookie that answers set one after the other, the last one first.
   *
   * @return one, unless something in front of GWS sets a cookie of the same name
   */
  synchronized List<Cookie> rivals() {
    List<Cookie> lastFirst = new ArrayList<>(rivals);
    Collections.reverse(lastFirst);
    return lastFirst;
  }

  /** Takes one of {@link #rivals()}. */
  void take(Cookie rival) {
    store.addCookie(rival);
  }

  /**
   * Why requests to an address would not carry the session's cookie.
   *
   * @return the cookie, its attribute and what to do; null if they carry it, or if there is none
   */
  synchronized String misfit(URI uri) {
    CookieOrigin origin = origin(uri);
    Cookie misfit = null;
    for (Cookie cookie : store.getCookies()) {
      if (SESSION_COOKIE.equals(cookie.getName())) {
        if (spec.match(cookie, origin)) {
          return null;
        }
        misfit = cookie;
      }
    }
    if (misfit == null) {
      return refusal;
    }
    return misfit.isSecure() && !origin.isSecure()
        ? misfit(misfit, "Secure", uri)
        : misfit(misfit, "Path=" + shown(misfit.getPath()), uri);
  }

  /** What is odd about the cookies, for people; null if nothing is. */
  String remark() {
    return remark;
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
    return sessionIds().findFirst().orElse(null);
  }

  private Stream<String> sessionIds() {
    return store.getCookies().stream()
        .filter(cookie -> SESSION_COOKIE.equals(cookie.getName()))
        .map(Cookie::getValue);
  }

  private boolean isFit(Cookie cookie, CookieOrigin origin, URI uri) {
    try {
      spec.validate(cookie, origin);
      return true;
    } catch (MalformedCookieException misfit) {
      String domain = ((BasicClientCookie) cookie).getAttribute(Cookie.DOMAIN_ATTR);
      String text = misfit(cookie, "Domain=" + shown(domain), uri);
      if (SESSION_COOKIE.equals(cookie.getName())) {
        refusal = text;
      } else {
        remark = text;
      }
      return false;
    }
  }

  private boolean hasRoomFor(Cookie added) {
    int count = 1;
    int characters = length(added);
    for (Cookie cookie : store.getCookies()) {
      if (!isSame(cookie, added)) {
        count++;
        characters += length(cookie);
      }
    }
    if (count <= MOST_COOKIES && characters <= MOST_CHARACTERS) {
      return true;
    }
    remark =
        "more than "
            + MOST_COOKIES
            + " cookies or "
            + MOST_CHARACTERS
            + " characters were set; the later ones are not taken";
    return false;
  }

  private void addRival(Cookie cookie) {
    if (rivals.isEmpty() || isSame(rivals.get(0), cookie)) {
      rivals.removeIf(known -> Objects.equals(known.getValue(), cookie.getValue()));
      if (rivals.size() < MOST_RIVALS) {
        rivals.add(cookie);
      }
    }
  }

  private static boolean isSame(Cookie one, Cookie other) {
    return CookieIdentityComparator.INSTANCE.compare(one, other) == 0;
  }

  private static String shown(String text) {
    String one = String.valueOf(text).replaceAll("[^\\x21-\\x7e]", "?");
    return one.length() > 100 ? one.substring(0, 100) + "..." : one;
  }

  private static int length(Cookie cookie) {
    return cookie.getName().length() + (cookie.getValue() == null ? 0 : cookie.getValue().length());
  }

  private static String misfit(Cookie cookie, String attribute, URI uri) {
    return "The cookie "
        + shown(cookie.getName())
        + " was set with "
        + attribute
        + ", so requests to gws.url ("
        + uri.getScheme()
        + "://"
        + uri.getRawAuthority()
        + ") cannot carry it: set gws.url to the address that GWS sets its cookies for, or have the"
        + " proxy in front of it rewrite them";
  }

  private static CookieOrigin origin(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new CookieOrigin(uri.getHost(), port, path, secure);
  }
}
