package org.workbinroutes.gws;

import io.github.resilience4j.core.IntervalFunction;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.workbinroutes.outage.EventLog;
import org.workbinroutes.outage.OutageLog;

/**
 * The HTTP session with GWS that REST calls and the notification connection share: who we are, the
 * cookies, the CSRF token. Renewed by one thread when GWS asks for it, while the others wait.
 */
final class GwsSession {
  private static final Pattern AGENT_SESSION =
      Pattern.compile("(?i)\\bsession\\b|\\bnot logged (in|on)\\b");

  /** How often one call may have the login or the token renewed before it gives up. */
  private static final int MOST_RENEWALS = 3;

  /** "Operation forbidden": what an agent that is not logged in any more is answered. */
  private static final int FORBIDDEN_OPERATION = 3;

  /** "Partially successful": something of the call was done, so that it is not repeated. */
  private static final int PARTIALLY = 7;

  private static final int BAD_REQUEST = 400;
  private static final int HEADERS_TOO_LARGE = 431;

  /** How long a login must have lasted for the next one to be made at once. */
  private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

  private static final String UNKNOWN = "GWS does not know the session any more";
  private static final Logger LOG = LoggerFactory.getLogger(GwsSession.class);

  private final GwsWire wire;
  private final Authenticator authenticator;
  private final SignIn signIn;
  private final Clock clock;
  private final IntervalFunction pauses;
  private final IntervalFunction loopPauses;
  private final OutageLog outage;
  private final EventLog agentSessionLog;
  private final List<Runnable> loginListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> agentSessionListeners = new CopyOnWriteArrayList<>();
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

  /** When the present login was made; written under loggingIn. */
  private volatile Instant loggedInAt = Instant.MIN;

  /** Logins in a row that GWS did not know for long; written under loggingIn. */
  private volatile int shortLogins;

  /** Logins in a row that the notification server did not take; written under loggingIn. */
  private volatile int suspicions;

  private Instant noSuspicionBefore = Instant.MIN;
  private volatile boolean withoutToken;

  GwsSession(
      GwsConfiguration configuration, GwsWire wire, Authenticator authenticator, Clock clock) {
    this.wire = wire;
    this.authenticator = authenticator;
    this.signIn = new SignIn(configuration, wire, authenticator);
    this.clock = clock;
    this.pauses = Pauses.between(configuration);
    this.loopPauses = Pauses.betweenLogins(configuration);
    this.outage = new OutageLog(LOG, "Login to GWS", clock);
    this.agentSessionLog = new EventLog(LOG::info, clock);
  }

  /** Calls {@code listener} whenever a login ended or was replaced. */
  void onLoginChange(Runnable listener) {
    loginListeners.add(listener);
  }

  /** Calls {@code listener} when the agent session had ended elsewhere and was started again. */
  void onAgentSessionRenewed(Runnable listener) {
    agentSessionListeners.add(listener);
  }

  URI base() {
    return wire.base();
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** What keeps the session from working, for people; null if nothing does. */
  String trouble() {
    settle();
    String connection = wire.trouble();
    String authentication = authenticator.trouble();
    return connection != null ? connection : authentication != null ? authentication : trouble;
  }

  /** Whether there was a login since the start. */
  boolean wasLoggedIn() {
    return loggedInBefore;
  }

  /**
   * Sends a request, logging in and renewing the CSRF token as GWS asks for it.
   *
   * @return an answer of class ACCEPTED, REJECTED, CONTENT_DECIDES, RETRY, FOREIGN, PASSWORD or
   *     UNKNOWN
   * @throws GwsUnavailableException if GWS cannot be reached or does not let us in
   * @throws GwsUnknownOutcomeException if the request went out and no answer came back
   */
  GwsAnswer call(GwsRequest request) {
    boolean renewed = false;
    for (int renewals = 0; renewals <= MOST_RENEWALS; renewals++) {
      Login current = login();
      CsrfToken csrf = current.csrf();
      int agentSession = current.agentSessions();
      GwsAnswer answer = send(request, current);
      switch (answer.meaning()) {
        case LOGIN -> end(current, UNKNOWN);
        case CSRF -> refresh(current);
        case FORBIDDEN -> {
          if (answer.httpStatus() == HEADERS_TOO_LARGE || answer.httpStatus() == BAD_REQUEST) {
            if (renewals > 0) {
              return answer.withMeaning(AnswerClass.FOREIGN);
            }
            end(
                current,
                "The cookies of the session are too large (HTTP " + answer.httpStatus() + ")");
          } else if (refresh(current) && (csrf == null || csrf.equals(current.csrf()))) {
            // the session lives: only a plain 403 is GWS's word on the call
            return answer.withMeaning(
                answer.httpStatus() == 403 ? AnswerClass.REJECTED : AnswerClass.FOREIGN);
          }
        }
        case ACCEPTED -> {
          settle();
          if (renewed) {
            agentSessionListeners.forEach(Runnable::run);
          }
          return answer;
        }
        case REJECTED -> {
          if (!renewed && saysAgentSession(answer)) {
            if (!renewAgentSession(current, agentSession, answer)) {
              return answer;
            }
            renewed = true;
          } else {
            return answer;
          }
        }
        case UNKNOWN -> {
          if (answer.body().isEmpty()) {
            // A page of a proxy, perhaps, which does not know its own session any more.
            ask(current);
          }
          return answer;
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
    Login last = login;
    throw new GwsUnavailableException(
        "GWS refused the session "
            + (MOST_RENEWALS + 1)
            + " times in a row"
            + (last != null && last.csrf() == null
                ? ", without a CSRF token whose header begins with X-"
                : ""),
        null,
        null);
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
          loggedInAt = clock.instant();
          if (shortLogins <= 1) {
            trouble = null;
            outage.succeeded();
          }
        } catch (GwsException e) {
          failedLogins++;
          noLoginBefore = now.plusMillis(pauses.apply(failedLogins));
          trouble = e.getMessage();
          refusal = e.demandsNewPassword() ? e.answer() : null;
          userRefused = e.refusesUser();
          outage.failed(trouble, this::waits);
          throw e;
        }
      }
      return login;
    } finally {
      loggingIn.unlock();
    }
  }

  /**
   * Ends a login, unless it was replaced already. Of logins that end soon after each other, each
   * next one waits longer: every one of them is a new session at GWS.
   */
  void end(Login stale, String why) {
    loggingIn.lock();
    try {
      if (login != stale) {
        return;
      }
      settle();
      int row = shortLogins + 1;
      shortLogins = row;
      String remark = stale.cookies().remark();
      forget(
          why
              + (row > 1 ? ", right after each of " + row + " logins in a row" : "")
              + (remark == null ? "" : "; " + remark));
      if (row > 1) {
        noLoginBefore = clock.instant().plusMillis(loopPauses.apply(row - 1));
        userRefused = false;
        refusal = null;
        outage.failed(trouble, this::waits);
      } else {
        LOG.info("{}: logging in again", trouble);
      }
    } finally {
      loggingIn.unlock();
    }
    loginListeners.forEach(Runnable::run);
  }

  /**
   * Ends a login that the notification server does not take. If that does not help, the login is
   * not to blame: calls go on with it as long as GWS knows it, and only after a growing time the
   * next one is tried.
   */
  void suspect(Login suspected, String why) {
    boolean ended = false;
    loggingIn.lock();
    try {
      Instant now = clock.instant();
      if (login != suspected) {
        return;
      }
      if (!now.isBefore(noSuspicionBefore)) {
        int row = suspicions + 1;
        suspicions = row;
        noSuspicionBefore = now.plusMillis(loopPauses.apply(row));
        forget(why);
        ended = true;
        LOG.atLevel(row == 1 ? Level.INFO : Level.DEBUG).log("{}: logging in again", why);
      }
    } finally {
      loggingIn.unlock();
    }
    if (ended) {
      loginListeners.forEach(Runnable::run);
    } else {
      ask(suspected);
    }
  }

  /** The notification server takes the login. */
  void trusted() {
    settle();
    if (suspicions > 0) {
      loggingIn.lock();
      try {
        suspicions = 0;
        noSuspicionBefore = Instant.MIN;
      } finally {
        loggingIn.unlock();
      }
    }
  }

  /**
   * An answer set another session cookie. Where requests carry no credentials, nobody but who knows
   * the session can have accepted them, so the cookie is not GWS's. Else GWS is asked.
   */
  void replaced(Login current) {
    if (current != login || current.cookies().isTrusted()) {
      return;
    }
    if (!isStillKnown(current)) {
      end(current, "GWS replaced the session");
    } else {
      current.cookies().trust();
    }
  }

  /** Ends what GWS would keep of the session; errors are of no consequence then. */
  void close() {
    Login last = login;
    if (last != null) {
      signIn.end(last);
    }
    login = null;
  }

  private Login logIn() {
    Login fresh = new Login();
    signIn.begin(fresh);
    fresh.cookies().settle();
    LOG.atLevel(shortLogins <= 1 && suspicions <= 1 ? Level.INFO : Level.DEBUG)
        .log(
            "Logged in to GWS at {}, CSRF protection {}",
            wire.base(),
            fresh.csrf() == null ? "off" : "on");
    return fresh;
  }

  private void forget(String why) {
    login = null;
    trouble = why;
    authenticator.refused();
  }

  /** Once a login has lasted, the ones before it that did not are past. */
  private void settle() {
    if (shortLogins > 0 && login != null && isStable()) {
      loggingIn.lock();
      try {
        if (login != null && isStable()) {
          shortLogins = 0;
          trouble = null;
          outage.succeeded();
        }
      } finally {
        loggingIn.unlock();
      }
    }
  }

  private boolean isStable() {
    return !loggedInAt.plus(STABLE_AFTER).isAfter(clock.instant());
  }

  private String waits() {
    return "requests wait, next try in "
        + OutageLog.inWords(Duration.between(clock.instant(), noLoginBefore).plusMillis(999));
  }

  private boolean isStillKnown(Login current) {
    if (authenticator.forRequest() == null) {
      return true;
    }
    CsrfToken before = current.csrf();
    // A token lives as long as its session: the same one means the same session.
    return before != null && refresh(current) && before.equals(current.csrf());
  }

  /** Whether an answer refuses the session of the agent rather than the request. */
  private static boolean saysAgentSession(GwsAnswer answer) {
    return answer.statusCode() != null
        && answer.statusCode() != PARTIALLY
        && (answer.statusCode() == FORBIDDEN_OPERATION
            || (answer.statusMessage() != null
                && AGENT_SESSION.matcher(answer.statusMessage()).find()));
  }

  /** Starts the agent session again after an answer that refuses it; false if there is none. */
  private boolean renewAgentSession(Login current, int started, GwsAnswer refused) {
    try {
      if (!signIn.renewAgentSession(current, started)) {
        return false;
      }
    } catch (GwsUnavailableException e) {
      if (e.answer() == null) {
        throw e;
      }
      // a login starts it too, and waits between attempts
      end(current, e.getMessage());
      return true;
    }
    agentSessionLog.happened(
        () ->
            "The contact center session was started again, since GWS answered "
                + refused.summary()
                + "; does something else end the sessions of this user?");
    return true;
  }

  /**
   * Asks GWS who we are, and ends the session here if GWS does not know it. Where there is a CSRF
   * token, it is fetched again.
   */
  private boolean refresh(Login current) {
    GwsAnswer answer;
    try {
      answer = send(WorkbinRequests.me(), current);
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer when asked for the session", null, e);
    }
    boolean known =
        switch (answer.meaning()) {
          case LOGIN, FORBIDDEN -> false;
          case RETRY, FOREIGN ->
              throw new GwsUnavailableException(
                  "GWS did not tell of the session: " + answer.summary(), answer, null);
          // A page where GWS would say who we are: the login page of a proxy.
          case UNKNOWN -> !answer.body().isEmpty();
          default -> true;
        };
    if (!known) {
      end(current, UNKNOWN);
    }
    return known;
  }

  private String authorization() {
    try {
      String authorization = authenticator.forRequest();
      if (withoutToken) {
        withoutToken = false;
        outage.succeeded();
      }
      return authorization;
    } catch (GwsException e) {
      withoutToken = true;
      outage.failed(e.getMessage(), () -> "requests wait for a token");
      throw e;
    }
  }

  /** Ends a login that GWS does not know any more, if it says so. */
  private void ask(Login current) {
    try {
      refresh(current);
    } catch (GwsUnavailableException e) {
      LOG.debug("GWS does not tell whether it knows the session", e);
    }
  }

  private GwsAnswer send(GwsRequest request, Login current) {
    GwsWire.Sent sent = wire.send(request, current, authorization());
    GwsAnswer answer = sent.answer();
    if (sent.replacedSession()
        && request.kind() != CallKind.LOGIN
        && answer.meaning() != AnswerClass.LOGIN) {
      // The call itself went well, but perhaps notifications go to another session now.
      replaced(current);
    }
    return answer;
  }
}
