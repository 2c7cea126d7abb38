package org.workbinroutes.gws;

import io.github.resilience4j.core.IntervalFunction;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP session with GWS that REST calls and the notification connection share: who we are, the
 * cookies, the CSRF token. Renewed by one thread when GWS asks for it, while the others wait.
 */
final class GwsSession {
  /** How often one call may have the login or the token renewed before it gives up. */
  private static final int MOST_RENEWALS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(GwsSession.class);

  private final GwsWire wire;
  private final GwsApi api;
  private final Clock clock;
  private final IntervalFunction pauses;
  private final List<Runnable> loginListeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock loggingIn = new ReentrantLock();
  private volatile Login login;
  private volatile String trouble = "not logged in yet";
  private volatile boolean loggedInBefore;

  /** What GWS answered to the last login, if it demanded a new password; guarded by loggingIn. */
  private GwsAnswer refusal;

  /** Whether the last login was refused for its user; guarded by loggingIn. */
  private boolean userRefused;

  private int failedLogins;
  private Instant noLoginBefore = Instant.MIN;

  GwsSession(GwsConfiguration configuration, GwsWire wire, GwsApi api, Clock clock) {
    this.wire = wire;
    this.api = api;
    this.clock = clock;
    this.pauses = Pauses.between(configuration);
  }

  /** Calls {@code listener} whenever a login ended or was replaced. */
  void onLoginChange(Runnable listener) {
    loginListeners.add(listener);
  }

  URI base() {
    return wire.base();
  }

  Authenticator authenticator() {
    return api.authenticator();
  }

  /** What keeps the session from working, for people; null if nothing does. */
  String trouble() {
    String connection = wire.trouble();
    return connection == null ? trouble : connection;
  }

  /** Whether there was a login since the start. */
  boolean wasLoggedIn() {
    return loggedInBefore;
  }

  /**
   * Sends a request, logging in and renewing the CSRF token as GWS asks for it.
   *
   * @return an answer of class ACCEPTED, REJECTED, CONTENT_DECIDES, RETRY, PASSWORD or UNKNOWN
   * @throws GwsUnavailableException if GWS cannot be reached or does not let us in
   * @throws GwsUnknownOutcomeException if the request went out and no answer came back
   */
  GwsAnswer call(GwsRequest request) {
    for (int renewals = 0; renewals <= MOST_RENEWALS; renewals++) {
      Login current = login();
      CsrfToken csrf = current.csrf();
      GwsAnswer answer = send(request, current);
      switch (answer.meaning()) {
        case LOGIN -> end(current, "GWS does not know the session any more");
        case CSRF -> refresh(current);
        case FORBIDDEN -> {
          if (refresh(current) && (csrf == null || csrf.equals(current.csrf()))) {
            return answer.withMeaning(AnswerClass.REJECTED);
          }
        }
        case ACCEPTED -> {
          if (isProven(request, current)) {
            return answer;
          }
        }
        case PASSWORD -> {
          trouble = "GWS demands a change of password for the user";
          return answer;
        }
        default -> {
          return answer;
        }
      }
    }
    throw new GwsUnavailableException(
        "GWS refused the session " + (MOST_RENEWALS + 1) + " times in a row", null, null);
  }

  /**
   * The present login; logs in if there is none.
   *
   * @throws GwsUnavailableException if that fails, or failed a moment ago
   */
  Login login() {
    Login current = login;
    if (current != null) {
      return current;
    }
    loggingIn.lock();
    try {
      if (login == null) {
        Instant now = clock.instant();
        if (now.isBefore(noLoginBefore)) {
          String message = "No login to GWS: " + trouble;
          throw userRefused
              ? GwsUnavailableException.userRefused(message, refusal)
              : new GwsUnavailableException(message, refusal, null);
        }
        try {
          login = logIn();
          failedLogins = 0;
          loggedInBefore = true;
          trouble = null;
        } catch (GwsException e) {
          failedLogins++;
          noLoginBefore = now.plusMillis(pauses.apply(failedLogins));
          trouble = e.getMessage();
          refusal = e.demandsNewPassword() ? e.answer() : null;
          userRefused = e.refusesUser();
          throw e;
        }
      }
      return login;
    } finally {
      loggingIn.unlock();
    }
  }

  /**
   * A login that GWS knows, as far as that can be told before a call is made.
   *
   * @throws GwsUnavailableException as {@link #login()}
   */
  Login livingLogin() {
    Login current = login();
    return !api.probe().isNeededAfterCalls() || refresh(current) ? current : login();
  }

  /** Ends a login, unless it was replaced already. */
  void end(Login stale, String why) {
    boolean ended = false;
    loggingIn.lock();
    try {
      if (login == stale) {
        login = null;
        trouble = why;
        ended = true;
        api.authenticator().refused();
      }
    } finally {
      loggingIn.unlock();
    }
    if (ended) {
      LOG.info("{}: logging in again", why);
      loginListeners.forEach(Runnable::run);
    }
  }

  /** Ends what GWS would keep of the session; errors are of no consequence then. */
  void close() {
    Login last = login;
    if (last != null) {
      api.signIn().end(last);
    }
    login = null;
  }

  private Login logIn() {
    Login fresh = new Login(api.sessionCookie());
    api.signIn().begin(fresh);
    LOG.info(
        "Logged in to GWS at {}, CSRF protection {}",
        wire.base(),
        fresh.csrf() == null ? "off" : "on");
    return fresh;
  }

  /**
   * Whether GWS knew the session in which it accepted a request. Where its answers do not tell, it
   * is asked: a session that lives now lived then.
   *
   * @throws GwsUnknownOutcomeException if that cannot be told of a call that may have had an effect
   */
  private boolean isProven(GwsRequest request, Login current) {
    if (!api.probe().isNeededAfterCalls()) {
      return true;
    }
    boolean alive;
    try {
      alive = refresh(current);
    } catch (GwsUnavailableException e) {
      if (request.kind() == CallKind.ADD) {
        throw new GwsUnknownOutcomeException(
            "GWS accepted a call and did not tell whether it knows the session", null, e);
      }
      throw e;
    }
    if (!alive && request.kind() == CallKind.ADD) {
      // It may have ended just after the call.
      throw new GwsUnknownOutcomeException(
          "GWS accepted a call and does not know its session any more", null, null);
    }
    return alive;
  }

  /**
   * Asks whether GWS knows the session, and ends it here if it does not. Where there is a CSRF
   * token, it is fetched again.
   */
  private boolean refresh(Login current) {
    SessionProbe probe = api.probe();
    GwsAnswer answer;
    try {
      answer = send(probe.request(), current);
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer when asked for the session", null, e);
    }
    return switch (probe.read(answer)) {
      case ALIVE -> true;
      case UNTOLD ->
          throw new GwsUnavailableException(
              "GWS did not tell of the session: " + answer.summary(), answer, null);
      case DEAD -> {
        end(current, "GWS does not know the session any more");
        yield false;
      }
    };
  }

  private GwsAnswer send(GwsRequest request, Login current) {
    GwsWire.Sent sent = wire.send(request, current, api.authenticator().forRequest());
    GwsAnswer answer = sent.read(api.answers());
    if (sent.replacedSession() && current == login && answer.meaning() != AnswerClass.LOGIN) {
      // The call itself went well, but the session that hears the notifications is another one.
      end(current, "GWS replaced the session");
    }
    return answer;
  }
}
