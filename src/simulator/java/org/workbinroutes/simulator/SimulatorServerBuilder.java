package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Configures a {@link SimulatorServer}. Every default is the plainest deployment that fits the
 * documentation; every switch is a way in which real ones are known, or not known, to differ.
 */
public final class SimulatorServerBuilder {
  private int port;
  private final Map<String, String> users = new HashMap<>();
  private boolean oneSessionPerUser;
  private boolean csrf = true;
  private String csrfHeaderName = "X-CSRF-TOKEN";
  private OAuthSettings oauth;
  private boolean stickyCookie;
  private Duration longPollTimeout = Duration.ofSeconds(30);
  private Duration maxInterval = Duration.ofSeconds(10);
  private boolean advertiseMaxInterval = true;
  private boolean advice = true;
  private int pollsPerBrowser = -1;
  private boolean ackExtension;
  private Duration addDelay = Duration.ZERO;
  private boolean notificationBeforeAnswer;
  private boolean referenceIdInItemAdded;
  private boolean subscriptionsPerUser;
  private boolean subscriptionsSurviveBayeuxSession;
  private IntUnaryOperator httpStatusForStatusCode = code -> 200;
  private boolean wwwAuthenticateOn401 = true;
  private int staleCookieOnPost = 401;
  private int handshakeStatusWithoutSession = 401;
  private DeadSessionPoll deadSessionPoll = DeadSessionPoll.UNKNOWN_CLIENT;
  private boolean requireContactCenterSession;
  private boolean acceptUnknownWorkbins;
  private boolean groupsIgnoreCase;
  private boolean workbinListHasName;
  private final Map<String, String> notificationWorkbinIds = new HashMap<>();
  private Media defaultMedia = Media.CHAT;
  private long firstReferenceId = 1;
  private boolean logRequests = true;
  private final List<Workbin> workbins = new ArrayList<>(SeedData.workbins());

  SimulatorServerBuilder() {}

  /**
   * Where to listen.
   *
   * @param port TCP port on 127.0.0.1; 0, the default, takes a free one
   * @return this
   */
  public SimulatorServerBuilder port(int port) {
    this.port = port;
    return this;
  }

  /**
   * Adds a user. The first call replaces the default user {@code agent} with password {@code
   * secret}.
   *
   * @param name user name
   * @param password password
   * @return this
   */
  public SimulatorServerBuilder user(String name, String password) {
    users.put(name, password);
    return this;
  }

  /**
   * Whether a login ends the sessions that the same user had.
   *
   * @param on false by default: a user can have any number of sessions
   * @return this
   */
  public SimulatorServerBuilder oneSessionPerUser(boolean on) {
    oneSessionPerUser = on;
    return this;
  }

  /**
   * CSRF protection.
   *
   * @param on true, the default, demands the token on POST, PUT and DELETE
   * @return this
   */
  public SimulatorServerBuilder csrf(boolean on) {
    csrf = on;
    return this;
  }

  /**
   * The header that carries the CSRF token; clients have to read its name from {@code
   * X-CSRF-HEADER}.
   *
   * @param name {@code X-CSRF-TOKEN} by default
   * @return this
   */
  public SimulatorServerBuilder csrfHeaderName(String name) {
    csrfHeaderName = name;
    return this;
  }

  /**
   * Puts an OAuth 2 service in front, at {@code /oauth/token}; Basic is refused then.
   *
   * @param settings client and tokens; null, the default, for Basic
   * @return this
   */
  public SimulatorServerBuilder oauth(OAuthSettings settings) {
    oauth = settings;
    return this;
  }

  /**
   * A second cookie, as of a load balancer, without which the session is not found.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder stickyCookie(boolean on) {
    stickyCookie = on;
    return this;
  }

  /**
   * How long an idle long poll is held.
   *
   * @param timeout 30 s by default; also announced in the advice
   * @return this
   */
  public SimulatorServerBuilder longPollTimeout(Duration timeout) {
    longPollTimeout = timeout;
    return this;
  }

  /**
   * How long a Bayeux session lives without a poll.
   *
   * @param interval 10 s by default
   * @return this
   */
  public SimulatorServerBuilder maxInterval(Duration interval) {
    maxInterval = interval;
    return this;
  }

  /**
   * Whether the advice announces {@code maxInterval}.
   *
   * @param on true by default
   * @return this
   */
  public SimulatorServerBuilder advertiseMaxInterval(boolean on) {
    advertiseMaxInterval = on;
    return this;
  }

  /**
   * Whether successful Bayeux answers carry an advice at all. Failures always do.
   *
   * @param on true by default
   * @return this
   */
  public SimulatorServerBuilder advice(boolean on) {
    advice = on;
    return this;
  }

  /**
   * How many polls are held for one browser, told by its {@code BAYEUX_BROWSER} cookie. Further
   * ones are answered at once with {@code multiple-clients} and an interval of 2 s.
   *
   * @param polls any number by default (-1); CometD's own default is 1
   * @return this
   */
  public SimulatorServerBuilder pollsPerBrowser(int polls) {
    pollsPerBrowser = polls;
    return this;
  }

  /**
   * Offers the acknowledge extension.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder ackExtension(boolean on) {
    ackExtension = on;
    return this;
  }

  /**
   * Delays every add operation, without occupying a thread.
   *
   * @param delay time between request and effect; zero by default
   * @return this
   */
  public SimulatorServerBuilder addDelay(Duration delay) {
    addDelay = delay;
    return this;
  }

  /**
   * The order of notification and HTTP answer.
   *
   * @param on true publishes first and answers 50 ms later; false, the default, answers first
   * @return this
   */
  public SimulatorServerBuilder notificationBeforeAnswer(boolean on) {
    notificationBeforeAnswer = on;
    return this;
  }

  /**
   * Whether ItemAdded carries the {@code referenceId} of the call.
   *
   * @param on false by default, as in the printed samples
   * @return this
   */
  public SimulatorServerBuilder referenceIdInItemAdded(boolean on) {
    referenceIdInItemAdded = on;
    return this;
  }

  /**
   * Whom a workbin subscription belongs to.
   *
   * @param on true for the user, false, the default, for the HTTP session
   * @return this
   */
  public SimulatorServerBuilder subscriptionsPerUser(boolean on) {
    subscriptionsPerUser = on;
    return this;
  }

  /**
   * Whether workbin subscriptions outlive the Bayeux session.
   *
   * @param on false by default: a new handshake has to subscribe again
   * @return this
   */
  public SimulatorServerBuilder subscriptionsSurviveBayeuxSession(boolean on) {
    subscriptionsSurviveBayeuxSession = on;
    return this;
  }

  /**
   * The HTTP status of answers whose {@code statusCode} is not 0.
   *
   * @param status 200 by default
   * @return this
   */
  public SimulatorServerBuilder httpStatusForNonZeroStatusCode(int status) {
    return httpStatusForNonZeroStatusCode(code -> status);
  }

  /**
   * The HTTP status of answers whose {@code statusCode} is not 0.
   *
   * @param status maps statusCode to HTTP status
   * @return this
   */
  public SimulatorServerBuilder httpStatusForNonZeroStatusCode(IntUnaryOperator status) {
    httpStatusForStatusCode = status;
    return this;
  }

  /**
   * Whether a 401 has a {@code WWW-Authenticate} header.
   *
   * @param on true by default
   * @return this
   */
  public SimulatorServerBuilder wwwAuthenticateOn401(boolean on) {
    wwwAuthenticateOn401 = on;
    return this;
  }

  /**
   * How a POST with a stale cookie and without credentials is answered.
   *
   * @param status 401, the default, or 403 with the CSRF text
   * @return this
   */
  public SimulatorServerBuilder staleCookieOnPost(int status) {
    staleCookieOnPost = eitherOf401And403("staleCookieOnPost", status);
    return this;
  }

  /**
   * How a handshake without a living HTTP session is answered.
   *
   * @param status 401, the default, or 403
   * @return this
   */
  public SimulatorServerBuilder handshakeStatusWithoutSession(int status) {
    handshakeStatusWithoutSession = eitherOf401And403("handshakeStatusWithoutSession", status);
    return this;
  }

  /**
   * How {@code /meta/connect} is answered when its HTTP session is gone.
   *
   * @param answer {@link DeadSessionPoll#UNKNOWN_CLIENT} by default
   * @return this
   */
  public SimulatorServerBuilder deadSessionPoll(DeadSessionPoll answer) {
    deadSessionPoll = answer;
    return this;
  }

  /**
   * Whether adding and pulling need a started contact centre session, else statusCode 3.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder requireContactCenterSession(boolean on) {
    requireContactCenterSession = on;
    return this;
  }

  /**
   * Whether any workbin id and group is taken as known, else statusCode 6.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder acceptUnknownWorkbins(boolean on) {
    acceptUnknownWorkbins = on;
    return this;
  }

  /**
   * Whether a group is found by a name in other capitals; answers and notifications have the name
   * as it is configured.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder groupsIgnoreCase(boolean on) {
    groupsIgnoreCase = on;
    return this;
  }

  /**
   * Whether lists of workbins call the name {@code name}, as one page has it, else {@code
   * workbinName}.
   *
   * @param on false by default
   * @return this
   */
  public SimulatorServerBuilder workbinListHasName(boolean on) {
    workbinListHasName = on;
    return this;
  }

  /**
   * Spells a workbin id in another way in ItemAdded and ItemRemoved, as the printed sample does.
   *
   * @param from id in the request
   * @param to id in the notification
   * @return this
   */
  public SimulatorServerBuilder notificationWorkbinId(String from, String to) {
    notificationWorkbinIds.put(from, to);
    return this;
  }

  /**
   * The media of an interaction nobody has registered and whose operation does not tell.
   *
   * @param media {@link Media#CHAT} by default
   * @return this
   */
  public SimulatorServerBuilder defaultMedia(Media media) {
    defaultMedia = media;
    return this;
  }

  /**
   * The first {@code referenceId}.
   *
   * @param first 1 by default
   * @return this
   */
  public SimulatorServerBuilder firstReferenceId(long first) {
    firstReferenceId = first;
    return this;
  }

  /**
   * Whether {@link SimulatorServer#requests()} is filled. Counters run anyway.
   *
   * @param on true by default; false for long runs
   * @return this
   */
  public SimulatorServerBuilder logRequests(boolean on) {
    logRequests = on;
    return this;
  }

  /**
   * Adds a workbin to the seeded ones.
   *
   * @param workbin the workbin
   * @return this
   */
  public SimulatorServerBuilder workbin(Workbin workbin) {
    workbins.add(workbin);
    return this;
  }

  /**
   * Adds a group workbin named after its id.
   *
   * @param address where it is
   * @return this
   */
  public SimulatorServerBuilder workbin(BinAddress address) {
    return workbin(Workbin.at(address));
  }

  /**
   * Starts the simulator.
   *
   * @return the running simulator
   * @throws IllegalStateException if it cannot listen on the port
   */
  public SimulatorServer start() {
    SimulatorServer simulator = new SimulatorServer(settings());
    simulator.start();
    return simulator;
  }

  private Settings settings() {
    return new Settings(
        port,
        users.isEmpty() ? Map.of("agent", "secret") : Map.copyOf(users),
        oneSessionPerUser,
        csrf,
        csrfHeaderName,
        oauth,
        stickyCookie,
        longPollTimeout,
        maxInterval,
        advertiseMaxInterval,
        advice,
        pollsPerBrowser,
        ackExtension,
        addDelay,
        notificationBeforeAnswer,
        referenceIdInItemAdded,
        subscriptionsPerUser,
        subscriptionsSurviveBayeuxSession,
        httpStatusForStatusCode,
        wwwAuthenticateOn401,
        staleCookieOnPost,
        handshakeStatusWithoutSession,
        deadSessionPoll,
        requireContactCenterSession,
        acceptUnknownWorkbins,
        groupsIgnoreCase,
        workbinListHasName,
        Map.copyOf(notificationWorkbinIds),
        defaultMedia,
        firstReferenceId,
        logRequests,
        List.copyOf(workbins));
  }

  private static int eitherOf401And403(String name, int status) {
    if (status != 401 && status != 403) {
      throw new IllegalArgumentException(name + ": " + status + " is neither 401 nor 403");
    }
    return status;
  }
}
