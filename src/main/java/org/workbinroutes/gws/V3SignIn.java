package org.workbinroutes.gws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in to API v3 as a browser does: through the sign-in form and the redirects around it, which
 * are followed within the origin of the base address only. The cookie that the last one sets is the
 * session.
 */
final class V3SignIn implements SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(V3SignIn.class);
  private static final String AUTH = "/auth/v3";
  private static final int MOST_REDIRECTS = 5;
  private static final Timeout GOOD_BYE = Timeout.ofSeconds(2);

  private final GwsWire wire;
  private final AnswerReading reading;
  private final SessionProbe probe;
  private final String username;
  private final String password;

  V3SignIn(
      GwsConfiguration configuration, GwsWire wire, AnswerReading reading, SessionProbe probe) {
    this.wire = wire;
    this.reading = reading;
    this.probe = probe;
    // A name without a tenant begins with the backslash that would follow the tenant.
    String name = configuration.getUsername();
    this.username = name.indexOf('\\') < 0 ? "\\" + name : name;
    this.password = configuration.getPassword();
  }

  @Override
  public void begin(Login fresh) {
    try {
      askForForm(fresh);
      takeSession(fillForm(fresh), fresh);
      initialize(fresh);
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer the login", null, e);
    }
  }

  @Override
  public void end(Login last) {
    if (wire.trouble() != null) {
      return;
    }
    URI logout = address(V3Requests.API + "/logout?redirect_uri=" + target());
    HttpGet request = new HttpGet(logout);
    // A stop does not wait for a server that hangs.
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(GOOD_BYE)
            .setResponseTimeout(GOOD_BYE)
            .build());
    try {
      send(request, logout, last);
    } catch (GwsException e) {
      LOG.debug("The session could not be ended", e);
    }
  }

  /** GWS notes where the login is to lead; its form itself is not needed. */
  private void askForForm(Login fresh) {
    URI next = address(V3Requests.API + "/login?redirect_uri=" + target());
    for (int hop = 0; next != null && isApi(next) && hop < MOST_REDIRECTS; hop++) {
      GwsHttp.Raw answer = send(new HttpGet(next), next, fresh);
      if (answer.status() >= 400) {
        throw refused("GWS refused to begin a login", answer);
      }
      next = redirect(answer, next);
    }
  }

  /** Where GWS leads after the form. */
  private URI fillForm(Login fresh) {
    URI form = address(AUTH + "/sign-in");
    HttpPost request = new HttpPost(form);
    request.setEntity(
        new UrlEncodedFormEntity(
            List.of(
                new BasicNameValuePair("username", username),
                new BasicNameValuePair("password", password)),
            StandardCharsets.UTF_8));
    GwsHttp.Raw answer = send(request, form, fresh);
    URI next = redirect(answer, form);
    if (answer.status() == 401 || answer.status() == 403 || (next != null && saysError(next))) {
      GwsAnswer read = read(answer);
      throw GwsUnavailableException.userRefused(
          "GWS does not accept the user or its credentials (" + read.summary() + ")", read);
    }
    if (next == null) {
      throw refused("GWS did not take the sign-in form", answer);
    }
    return next;
  }

  private void takeSession(URI afterForm, Login fresh) {
    URI next = afterForm;
    for (int hop = 0; next != null && isApi(next) && hop < MOST_REDIRECTS; hop++) {
      GwsHttp.Raw answer = send(new HttpGet(next), next, fresh);
      if (fresh.cookies().sessionId() != null) {
        return;
      }
      if (answer.status() >= 400) {
        throw refused("GWS broke the login off", answer);
      }
      next = redirect(answer, next);
    }
    throw new GwsUnavailableException("GWS ended the login without a session", null, null);
  }

  private void initialize(Login fresh) {
    String code = fresh.cookies().sessionId();
    GwsAnswer answer =
        wire.send(
                new GwsRequest(
                    CallKind.SESSION,
                    V3Requests.API + "/initialize-workspace?code=" + GwsRequest.encode(code),
                    Map.of("data", Map.of())),
                fresh,
                null)
            .read(reading);
    if (answer.meaning() != AnswerClass.ACCEPTED) {
      throw new GwsUnavailableException(
          "GWS refused to initialize the workspace: " + answer.summary(), answer, null);
    }
    // An accepting answer says nothing, and can even take the session away.
    GwsAnswer known = wire.send(probe.request(), fresh, null).read(reading);
    if (!code.equals(fresh.cookies().sessionId()) || probe.read(known) != SessionProbe.Life.ALIVE) {
      throw new GwsUnavailableException(
          "GWS let the user in and does not know the session: " + known.summary(), null, null);
    }
  }

  private GwsHttp.Raw send(HttpUriRequestBase request, URI uri, Login login) {
    return wire.send(request, uri, login, CallKind.LOGIN).raw();
  }

  private GwsUnavailableException refused(String what, GwsHttp.Raw answer) {
    GwsAnswer read = read(answer);
    return new GwsUnavailableException(what + " (" + read.summary() + ")", read, null);
  }

  private GwsAnswer read(GwsHttp.Raw answer) {
    return reading.read(answer.status(), answer.retryAfter(), answer.body());
  }

  /** Where an answer leads to; null if it leads nowhere. */
  private URI redirect(GwsHttp.Raw answer, URI from) {
    if (answer.status() < 300 || answer.status() > 399 || answer.location() == null) {
      return null;
    }
    URI to;
    try {
      to = from.resolve(answer.location());
    } catch (IllegalArgumentException unreadable) {
      throw new GwsUnavailableException(
          "GWS redirects the login to what is no address", null, null);
    }
    if (!isSameOrigin(to)) {
      // Query and path can hold the code that is the session.
      throw new GwsUnavailableException(
          "GWS redirects the login to "
              + to.getScheme()
              + "://"
              + to.getHost()
              + (to.getPort() < 0 ? "" : ":" + to.getPort())
              + ", which is not followed: gws.url must have the address that GWS gives itself",
          null,
          null);
    }
    return to;
  }

  private boolean isSameOrigin(URI to) {
    URI base = wire.base();
    return base.getScheme().equalsIgnoreCase(to.getScheme())
        && base.getHost().equalsIgnoreCase(to.getHost())
        && port(base) == port(to)
        && to.getRawUserInfo() == null;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static boolean isApi(URI uri) {
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    return path.contains(AUTH + "/") || path.contains(V3Requests.API + "/");
  }

  private static boolean saysError(URI uri) {
    String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
    for (String parameter : query.split("&", -1)) {
      if (parameter.equals("error") || parameter.startsWith("error=")) {
        return true;
      }
    }
    return false;
  }

  private URI address(String pathAndQuery) {
    return URI.create(wire.base() + pathAndQuery);
  }

  /** Where the login is to lead; it is not followed so far. */
  private String target() {
    return GwsRequest.encode(wire.base() + "/");
  }
}
