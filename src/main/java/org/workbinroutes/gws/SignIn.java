package org.workbinroutes.gws;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.client5.http.cookie.Cookie;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in with credentials on the first request, and starts the contact center session where that
 * is wanted.
 */
final class SignIn {
  /** "Partially successful": of several channels one could not be started, the others were. */
  private static final int PARTIALLY = 7;

  private static final int PROXY_LOGIN = 407;

  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final GwsConfiguration configuration;
  private final GwsWire wire;
  private final Authenticator authenticator;
  private final URI notifications;
  private final ReentrantLock starting = new ReentrantLock();

  SignIn(GwsConfiguration configuration, GwsWire wire, Authenticator authenticator) {
    this.configuration = configuration;
    this.wire = wire;
    this.authenticator = authenticator;
    this.notifications = URI.create(wire.base() + BayeuxConnection.PATH);
  }

  /**
   * Makes a login one that GWS knows.
   *
   * @param fresh a login without cookies, which gets them
   * @throws GwsUnavailableException if GWS cannot be reached or does not let us in
   */
  void begin(Login fresh) {
    GwsAnswer answer = me(fresh, authenticator.forLogin());
    switch (answer.meaning()) {
      case ACCEPTED -> {
        // we are let in
      }
      case UNKNOWN -> {
        if (answer.body().isEmpty()) {
          throw new GwsUnavailableException(
              "The login was answered with HTTP "
                  + answer.httpStatus()
                  + " and no JSON object, so not by GWS: is there a proxy with a login page of its"
                  + " own in front of it?",
              answer,
              null);
        }
        // a JSON object without a statusCode: whoever we are, we are let in
      }
      case LOGIN -> {
        authenticator.refused();
        throw GwsUnavailableException.userRefused(
            "GWS does not accept the user or its credentials (" + answer.summary() + ")", answer);
      }
      case PASSWORD ->
          throw new GwsUnavailableException(
              "GWS demands a change of password for the user", answer, null);
      default ->
          throw new GwsUnavailableException(
              answer.httpStatus() == PROXY_LOGIN
                  ? "The proxy on the way to GWS wants a login (HTTP 407): set gws.proxy.username"
                      + " and gws.proxy.password"
                  : "GWS refused the login: " + answer.summary(),
              answer,
              null);
    }
    checkCookies(fresh);
    if (configuration.isContactCenterSession()) {
      startContactCenterSession(fresh);
    }
  }

  /**
   * Starts the agent session of a login again, which was ended elsewhere: by a desktop of the same
   * user, or by a switch-over.
   *
   * @param started {@link Login#agentSessions} when the refused call was sent; if it was started
   *     since, nothing is done
   * @return false if no agent session belongs to the login
   * @throws GwsUnavailableException if it cannot be started
   */
  boolean renewAgentSession(Login login, int started) {
    if (!configuration.isContactCenterSession()) {
      return false;
    }
    starting.lock();
    try {
      if (login.agentSessions() == started) {
        startContactCenterSession(login);
      }
      return true;
    } finally {
      starting.unlock();
    }
  }

  /** Ends what {@link #begin} began and GWS would keep; errors are of no consequence. */
  void end(Login last) {
    if (!configuration.isContactCenterSession()) {
      return;
    }
    try {
      wire.send(
          WorkbinRequests.meOperation(Map.of("operationName", "EndContactCenterSession")),
          last,
          authenticator.forRequest());
    } catch (GwsException e) {
      LOG.debug("The contact center session could not be ended", e);
    }
  }

  private GwsAnswer me(Login login, String authorization) {
    try {
      return wire.send(WorkbinRequests.me(), login, authorization).answer();
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer the login", null, e);
    }
  }

  /**
   * Every later request is the session's by its cookie alone. One that would not be sent means a
   * new session at GWS with each attempt, and nothing placed.
   */
  private void checkCookies(Login fresh) {
    String misfit =
        fresh.cookies().misfit(URI.create(wire.base() + WorkbinRequests.me().pathAndQuery()));
    if (misfit == null) {
      misfit = fresh.cookies().misfit(notifications);
    }
    if (misfit != null) {
      throw new GwsUnavailableException(misfit, null, null);
    }
    List<Cookie> rivals = fresh.cookies().rivals();
    if (rivals.size() > 1 && authenticator.forRequest() == null) {
      takeTheOneOfGws(fresh, rivals);
    }
  }

  /** Something in front of GWS sets a cookie of the same name. */
  private void takeTheOneOfGws(Login fresh, List<Cookie> rivals) {
    fresh.cookies().settle();
    for (Cookie rival : rivals) {
      fresh.cookies().take(rival);
      switch (me(fresh, null).meaning()) {
        case LOGIN, FORBIDDEN, CSRF -> LOG.debug("GWS does not know one of the session cookies");
        default -> {
          return;
        }
      }
    }
  }

  private void startContactCenterSession(Login login) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("operationName", "StartContactCenterSession");
    body.put(
        "channels",
        Arrays.stream(configuration.getChannels().split(","))
            .map(String::trim)
            .filter(channel -> !channel.isEmpty())
            .toList());
    if (configuration.getPlace() != null && !configuration.getPlace().isBlank()) {
      body.put("place", configuration.getPlace());
    }
    GwsAnswer answer;
    try {
      answer =
          wire.send(WorkbinRequests.meOperation(body), login, authenticator.forRequest()).answer();
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer StartContactCenterSession", null, e);
    }
    boolean partially = answer.statusCode() != null && answer.statusCode() == PARTIALLY;
    // CONTENT_DECIDES: it was started before, by a session that was lost since.
    if (answer.meaning() != AnswerClass.ACCEPTED
        && answer.meaning() != AnswerClass.CONTENT_DECIDES
        && !partially) {
      throw new GwsUnavailableException(
          "GWS refused StartContactCenterSession: " + answer.summary(), answer, null);
    }
    if (partially) {
      LOG.warn(
          "GWS started the contact center session without all of its channels ({}): check that the"
              + " user may use every channel of gws.channels ({}) at its place",
          answer.summary(),
          configuration.getChannels());
    }
    login.agentSessionStarted();
  }
}
