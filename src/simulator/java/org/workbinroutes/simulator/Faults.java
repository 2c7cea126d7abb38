package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes things go wrong. Unless said otherwise, {@code times} counts the next requests or messages
 * concerned; faults stay until they are used up or {@link #clear() cleared}, over restarts of the
 * server too.
 */
public final class Faults {
  private final RestFaults rest = new RestFaults();
  private final RestFaults adds = new RestFaults();
  private final RestFaults tokens = new RestFaults();
  private final NotificationFaults notifications = new NotificationFaults();
  private final PollFaults polls = new PollFaults();
  private final FrontFaults front = new FrontFaults();
  final Allowance partialAgentSessions = new Allowance();
  private final Simulation simulation;

  Faults(Simulation simulation) {
    this.simulation = simulation;
  }

  /**
   * Add operations, after authentication and CSRF check.
   *
   * @param fault what happens
   * @param times how often
   * @return the armed fault
   */
  public ArmedFault onAdd(Fault fault, int times) {
    return adds.arm(fault, times);
  }

  /**
   * Add operations, until cleared.
   *
   * @param fault what happens
   * @return the armed fault
   */
  public ArmedFault onAdd(Fault fault) {
    return onAdd(fault, Integer.MAX_VALUE);
  }

  /**
   * Any REST request below {@code /api/v2}, Bayeux excepted, before authentication. {@link
   * Fault#withEffect()} means nothing here.
   *
   * @param fault what happens
   * @param times how often
   * @return the armed fault
   */
  public ArmedFault onRest(Fault fault, int times) {
    return rest.arm(fault, times);
  }

  /**
   * Any REST request, until cleared.
   *
   * @param fault what happens
   * @return the armed fault
   */
  public ArmedFault onRest(Fault fault) {
    return onRest(fault, Integer.MAX_VALUE);
  }

  /**
   * Requests to the token endpoint.
   *
   * @param fault what happens
   * @param times how often
   * @return the armed fault
   */
  public ArmedFault onToken(Fault fault, int times) {
    return tokens.arm(fault, times);
  }

  /** Ends all HTTP sessions; held polls are answered at once. */
  public void expireHttpSessions() {
    expireHttpSessions(HeldPolls.ANSWERED);
  }

  /**
   * Ends all HTTP sessions. Their Bayeux sessions and workbin subscriptions go with them.
   *
   * @param held what becomes of held polls
   */
  public void expireHttpSessions(HeldPolls held) {
    simulation.ended(simulation.logins().removeAll(), held);
  }

  /** Ends all Bayeux sessions, as the sweeper does; held polls are answered at once. */
  public void expireBayeuxSessions() {
    expireBayeuxSessions(HeldPolls.ANSWERED);
  }

  /**
   * Ends all Bayeux sessions: their next {@code /meta/connect} is answered {@code 402::Unknown
   * client} with advice {@code handshake}. HTTP sessions stay.
   *
   * @param held what becomes of held polls
   */
  public void expireBayeuxSessions(HeldPolls held) {
    simulation.bayeux().expireSessions(held);
  }

  /**
   * Ends all Bayeux sessions; their next {@code /meta/connect} is answered {@code 403::Unknown
   * client} with advice {@code handshake}. Held polls are answered at once.
   */
  public void forbidUnknownClient() {
    simulation.bayeux().forbidSessions();
  }

  /**
   * Answers {@code /meta/connect} with HTTP 401. Held polls are not concerned.
   *
   * @param withWwwAuthenticate whether the header is there
   * @param times how often
   */
  public void connectAnswers401(boolean withWwwAuthenticate, int times) {
    polls.refuseConnects(withWwwAuthenticate, times);
  }

  /**
   * Answers {@code /meta/handshake} with an HTTP status.
   *
   * @param status for example 401 or 503
   * @param times how often
   */
  public void refuseHandshakes(int status, int times) {
    polls.refuseHandshakes(status, times);
  }

  /**
   * Answers {@code /meta/handshake} with the Bayeux error {@code 403::handshake_denied} and advice
   * {@code none}.
   *
   * @param times how often
   */
  public void denyHandshakes(int times) {
    polls.denyHandshake.set(times);
  }

  /**
   * Ends the contact center sessions of all HTTP sessions, as a desktop of the same user does, and
   * their workbin subscriptions with them. HTTP and Bayeux sessions stay.
   */
  public void endContactCenterSessions() {
    for (LoginSession login : simulation.logins().all()) {
      login.contactCenterSession(false);
      simulation.subscriptions().loginGone(login);
    }
  }

  /**
   * Answers StartContactCenterSession with statusCode 7: one of the channels was not started.
   *
   * @param times how often
   */
  public void startContactCenterSessionsPartially(int times) {
    partialAgentSessions.set(times);
  }

  /**
   * Makes the present HTTP sessions stale: requests, handshakes and polls are taken, subscriptions
   * of channels are refused.
   */
  public void makeHttpSessionsStale() {
    simulation.logins().all().forEach(LoginSession::makeStale);
  }

  /**
   * A proxy in front that ends its own sessions: requests of the present HTTP sessions are answered
   * with a login page. Requests of new ones pass.
   *
   * @param status 302, 403 or 200
   */
  public void turnAwayToLoginPage(int status) {
    turnAway(status, false);
  }

  /**
   * As {@link #turnAwayToLoginPage}, for the notification connection alone.
   *
   * @param status 302, 403 or 200
   */
  public void turnNotificationsAwayToLoginPage(int status) {
    turnAway(status, true);
  }

  private void turnAway(int status, boolean notificationsOnly) {
    front.turnAway(
        simulation.logins().all().stream().map(LoginSession::id).collect(Collectors.toSet()),
        status,
        notificationsOnly);
  }

  /**
   * A load balancer that sets cookies of its own on every answer.
   *
   * @param setCookies values of {@code Set-Cookie}; an asterisk becomes another text each time
   */
  public void cookiesOnEveryAnswer(String... setCookies) {
    front.cookies(List.of(setCookies));
  }

  /**
   * How the session cookie is set.
   *
   * @param attributes for example {@code ; Path=/elsewhere; Secure}
   */
  public void sessionCookieAttributes(String attributes) {
    front.sessionCookieAttributes(attributes);
  }

  /**
   * Whether a Bayeux session that expires, for want of polls, ends its HTTP session.
   *
   * @param on false by default
   */
  public void expiryEndsHttpSessions(boolean on) {
    polls.expiryEndsLogins(on);
  }

  /** Sends {@code /meta/disconnect} to all Bayeux sessions and ends them. */
  public void serverDisconnect() {
    simulation.bayeux().disconnectSessions();
  }

  /**
   * Puts {@code reconnect: none} into the advice of {@code /meta/connect} answers, beginning with
   * the held ones, which are answered at once. The session stays on the server.
   *
   * @param successful whether the answers are successful otherwise; CometD's server gives both
   * @param times how often
   */
  public void adviseReconnectNone(boolean successful, int times) {
    polls.adviseNone(successful, times);
    simulation.bayeux().wakeHeldPolls();
  }

  /** Resets the connections of all held polls. The Bayeux sessions stay. */
  public void cutHeldPolls() {
    simulation.bayeux().cutHeldPolls();
  }

  /**
   * A deaf server: no {@code /meta/connect} is answered any more.
   *
   * @param on false answers what has gathered and goes on as usual
   */
  public void holdPollsForever(boolean on) {
    polls.deaf(on);
  }

  /**
   * Cuts answers of polls in the middle, only those that carry messages. The messages are lost
   * unless the acknowledge extension is used.
   *
   * @param times how often
   */
  public void cutPollAnswers(int times) {
    polls.cutAnswer.set(times);
  }

  /**
   * Loses ItemAdded and ItemRemoved.
   *
   * @param times how many
   */
  public void dropNotifications(int times) {
    notifications.drop.set(times);
  }

  /**
   * Delivers ItemAdded and ItemRemoved twice.
   *
   * @param times how many
   */
  public void doubleNotifications(int times) {
    notifications.repeat.set(times);
  }

  /**
   * Delivers ItemAdded and ItemRemoved late; others overtake them.
   *
   * @param delay how late
   * @param times how many
   */
  public void delayNotifications(Duration delay, int times) {
    notifications.delayBy(delay);
    notifications.delay.set(times);
  }

  /**
   * Keeps ItemAdded and ItemRemoved back until that many have gathered, then delivers them in
   * reverse order. {@link #clear()} delivers what has gathered until then.
   *
   * @param count how many, at least 2
   */
  public void reorderNotifications(int count) {
    notifications.reorder.set(count);
  }

  /**
   * Loses the messages that tell the state of a workbin subscription.
   *
   * @param times how many
   */
  public void dropSubscriptionConfirmations(int times) {
    notifications.dropConfirmations.set(times);
  }

  /**
   * Subscribe operations are answered with statusCode 0 and then reported as {@code RequestFailed}.
   *
   * @param times how many
   */
  public void failSubscriptions(int times) {
    notifications.failSubscriptions.set(times);
  }

  /** Loses all subscriptions to workbins and tells nobody; sessions and polls go on. */
  public void forgetWorkbinSubscriptions() {
    simulation.subscriptions().clear();
  }

  /**
   * Publishes one piece of garbage to all sessions on the notification channel.
   *
   * @param garbage which
   */
  public void publishGarbage(Garbage garbage) {
    simulation.bayeux().publish(Listener.CHANNEL, garbage.data());
  }

  /** Revokes all bearer tokens. HTTP sessions stay. */
  public void revokeTokens() {
    simulation.tokens().revokeAll();
  }

  /**
   * Ends all faults. Requests that hang are reset, polls of a deaf server are answered, and
   * notifications kept back are delivered.
   */
  public void clear() {
    rest.clear();
    adds.clear();
    tokens.clear();
    notifications.clear();
    polls.clear();
    front.clear();
    partialAgentSessions.set(0);
    simulation.notifier().releaseKept();
    simulation.hung().releaseAll();
  }

  RestFaults rest() {
    return rest;
  }

  RestFaults adds() {
    return adds;
  }

  RestFaults tokens() {
    return tokens;
  }

  NotificationFaults notifications() {
    return notifications;
  }

  FrontFaults front() {
    return front;
  }

  PollFaults polls() {
    return polls;
  }
}
