package org.workbinroutes.gws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.core.IntervalFunction;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
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

  private final GwsConfiguration configuration;
  private final URI base;
  private final GwsHttp http;
  private final Authenticator authenticator;
  private final AnswerReader reader;
  private final Clock clock;
  private final ObjectMapper json = GwsJson.mapper();
  private final IntervalFunction pauses;
  private final List<Runnable> loginListeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock loggingIn = new ReentrantLock();
  private volatile Login login;
  private volatile String trouble = "not logged in yet";
  private volatile boolean loggedInBefore;

  /** Why the last request could not be sent; null if it could. */
  private volatile String unreachable;

  /** What GWS answered to the last login, if it demanded a new password; guarded by loggingIn. */
  private GwsAnswer refusal;

  private int failedLogins;
  private Instant noLoginBefore = Instant.MIN;

  GwsSession(
      GwsConfiguration configuration,
      URI base,
      GwsHttp http,
      Authenticator authenticator,
      Clock clock) {
    this.configuration = configuration;
    this.base = base;
    this.http = http;
    this.authenticator = authenticator;
    this.clock = clock;
    // a Retry-After can be a time of day
    this.reader = new AnswerReader(Clock.systemUTC());
    this.pauses = Pauses.between(configuration);
  }

  /** Calls {@code listener} whenever a login ended or was replaced. */
  void onLoginChange(Runnable listener) {
    loginListeners.add(listener);
  }

  URI base() {
    return base;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /** What keeps the session from working, for people; null if nothing does. */
  String trouble() {
    String connection = unreachable;
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
      GwsAnswer answer = send(request, current, authenticator.forRequest());
      switch (answer.meaning()) {
        case LOGIN -> end(current, "GWS does not know the session any more");
        case CSRF -> refresh(current);
        case FORBIDDEN -> {
          if (refresh(current) && (csrf == null || csrf.equals(current.csrf()))) {
            return withMeaning(answer, AnswerClass.REJECTED);
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
          throw new GwsUnavailableException("No login to GWS: " + trouble, refusal, null);
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
          throw e;
        }
      }
      return login;
    } finally {
      loggingIn.unlock();
    }
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
        authenticator.refused();
      }
    } finally {
      loggingIn.unlock();
    }
    if (ended) {
      LOG.info("{}: logging in again", why);
      loginListeners.forEach(Runnable::run);
    }
  }

  /** Ends the contact center session, if one was started; errors are of no consequence then. */
  void close() {
    Login last = login;
    if (last != null && configuration.isContactCenterSession()) {
      try {
        send(
            GwsRequest.meOperation(Map.of("operationName", "EndContactCenterSession")),
            last,
            authenticator.forRequest());
      } catch (GwsException e) {
        LOG.debug("The contact center session could not be ended", e);
      }
    }
    login = null;
  }

  private Login logIn() {
    Login fresh = new Login();
    GwsAnswer answer;
    try {
      answer = send(GwsRequest.me(), fresh, authenticator.forLogin());
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer the login", null, e);
    }
    switch (answer.meaning()) {
      case ACCEPTED, UNKNOWN -> {
        // UNKNOWN: a 2xx without a statusCode; whoever we are, we are let in.
      }
      case LOGIN -> {
        authenticator.refused();
        throw new GwsUnavailableException(
            "GWS does not accept the user or its credentials (" + answer.summary() + ")",
            answer,
            null);
      }
      case PASSWORD ->
          throw new GwsUnavailableException(
              "GWS demands a change of password for the user", answer, null);
      default ->
          throw new GwsUnavailableException(
              "GWS refused the login: " + answer.summary(), answer, null);
    }
    if (configuration.isContactCenterSession()) {
      startContactCenterSession(fresh);
    }
    LOG.info(
        "Logged in to GWS at {}, CSRF protection {}", base, fresh.csrf() == null ? "off" : "on");
    return fresh;
  }

  private void startContactCenterSession(Login fresh) {
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
      answer = send(GwsRequest.meOperation(body), fresh, authenticator.forRequest());
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer StartContactCenterSession", null, e);
    }
    // CONTENT_DECIDES: it was started before, by a session that was lost since.
    if (answer.meaning() != AnswerClass.ACCEPTED
        && answer.meaning() != AnswerClass.CONTENT_DECIDES) {
      throw new GwsUnavailableException(
          "GWS refused StartContactCenterSession: " + answer.summary(), answer, null);
    }
  }

  /** Fetches the CSRF token again; tells whether the session is alive. */
  private boolean refresh(Login current) {
    GwsAnswer answer;
    try {
      answer = send(GwsRequest.me(), current, authenticator.forRequest());
    } catch (GwsUnknownOutcomeException e) {
      throw new GwsUnavailableException("GWS did not answer when asked for a CSRF token", null, e);
    }
    boolean alive =
        answer.meaning() != AnswerClass.LOGIN
            && answer.meaning() != AnswerClass.FORBIDDEN
            && answer.meaning() != AnswerClass.RETRY;
    if (answer.meaning() == AnswerClass.RETRY) {
      throw new GwsUnavailableException(
          "GWS gave no CSRF token: " + answer.summary(), answer, null);
    }
    if (!alive) {
      end(current, "GWS does not know the session any more");
    }
    return alive;
  }

  private GwsAnswer send(GwsRequest request, Login current, String authorization) {
    URI uri = URI.create(base + request.pathAndQuery());
    HttpUriRequestBase message = request.body() == null ? new HttpGet(uri) : new HttpPost(uri);
    message.setHeader("Accept", "application/json");
    if (authorization != null) {
      message.setHeader("Authorization", authorization);
    }
    String cookies = current.cookies().header(uri);
    if (cookies != null) {
      message.setHeader("Cookie", cookies);
    }
    if (request.body() != null) {
      CsrfToken csrf = current.csrf();
      if (csrf != null) {
        message.setHeader(csrf.header(), csrf.value());
      }
      message.setEntity(new ByteArrayEntity(bytes(request.body()), ContentType.APPLICATION_JSON));
    }
    GwsHttp.Raw raw;
    try {
      raw = http.send(message, request.kind());
      unreachable = null;
    } catch (GwsUnavailableException notSent) {
      unreachable = notSent.getMessage();
      throw notSent;
    }
    if (raw.csrf() != null) {
      current.csrf(raw.csrf());
    }
    boolean replaced = false;
    for (String cookie : raw.setCookies()) {
      replaced |= current.cookies().keep(uri, cookie);
    }
    GwsAnswer answer = reader.read(raw.status(), raw.retryAfter(), raw.body());
    if (replaced && current == login && answer.meaning() != AnswerClass.LOGIN) {
      // The call itself went well, but the session that hears the notifications is another one.
      end(current, "GWS replaced the session");
    }
    return answer;
  }

  private byte[] bytes(Map<String, Object> body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static GwsAnswer withMeaning(GwsAnswer answer, AnswerClass meaning) {
    return new GwsAnswer(
        answer.httpStatus(),
        answer.statusCode(),
        answer.statusMessage(),
        answer.referenceId(),
        answer.retryAfter(),
        answer.body(),
        meaning);
  }
}
