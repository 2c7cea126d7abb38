package org.workbinroutes.gws;

import java.time.Clock;

/**
 * The Workspace API v3 of GWS 9, as the sample simulator for UI development speaks it: calls are
 * accepted whatever becomes of them, and what they ask for comes as an event.
 *
 * <p>Source: GenesysPureEngage/agent-api-simulator, read and driven from outside; unproven against
 * a real server. See docs/workspace-v3.md.
 */
final class GwsApiV3 implements GwsApi {
  private final GwsConfiguration configuration;
  private final Clock clock;
  // a Retry-After can be a time of day
  private final AnswerReading answers = new V3AnswerReader(Clock.systemUTC());
  private final SessionProbe probe = new V3SessionProbe();
  private final PendingAnswers pending = new PendingAnswers();
  private final V3NotificationReader notifications;
  private final V3Requests requests;
  private final SignIn signIn;

  GwsApiV3(GwsConfiguration configuration, GwsWire wire, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
    KnownWorkbins workbins = new KnownWorkbins(configuration.isOwnerId());
    SubscriptionAcks acks = new SubscriptionAcks();
    this.notifications = new V3NotificationReader(workbins, acks, pending, clock);
    this.requests = new V3Requests(configuration.isOwnerId(), workbins, acks);
    this.signIn = new V3SignIn(configuration, wire, answers, probe);
  }

  @Override
  public String sessionCookie() {
    return "WWE_CODE";
  }

  @Override
  public String notificationsPath() {
    return V3Requests.API + "/notifications";
  }

  @Override
  public String workbinsChannel() {
    return V3Requests.API + "/workbins";
  }

  @Override
  public Authenticator authenticator() {
    return Authenticator.COOKIE_ALONE;
  }

  @Override
  public SignIn signIn() {
    return signIn;
  }

  @Override
  public SessionProbe probe() {
    return probe;
  }

  @Override
  public AnswerReading answers() {
    return answers;
  }

  @Override
  public WorkbinRequests requests() {
    return requests;
  }

  @Override
  public NotificationReader notifications() {
    return notifications;
  }

  @Override
  public Subscriber subscriber(GwsSession session) {
    return new V3Subscriber(session, requests);
  }

  @Override
  public ReadCalls reads(GwsSession session, NotificationLink link, Runnable connect) {
    return new V3ReadCalls(configuration, session, link, connect, pending);
  }

  @Override
  public LinkPulse pulse(GwsSession session) {
    return new V3Pulse(configuration, session, requests, pending, notifications, clock);
  }
}
