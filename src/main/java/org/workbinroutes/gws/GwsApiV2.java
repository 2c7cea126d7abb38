package org.workbinroutes.gws;

import java.time.Clock;

/**
 * The Web Services API v2 of GWS 8.5.2 and 8.6: answers come in the HTTP answer, and tell of the
 * session.
 */
final class GwsApiV2 implements GwsApi {
  // a Retry-After can be a time of day
  private final AnswerReading answers = new AnswerReader(Clock.systemUTC());
  private final WorkbinRequests requests = new V2Requests();
  private final SessionProbe probe = new V2SessionProbe();
  private final Authenticator authenticator;
  private final SignIn signIn;

  GwsApiV2(GwsConfiguration configuration, GwsWire wire, Authenticator authenticator) {
    this.authenticator = authenticator;
    this.signIn = new V2SignIn(configuration, wire, authenticator, answers, notificationsPath());
  }

  @Override
  public String sessionCookie() {
    return "JSESSIONID";
  }

  @Override
  public String notificationsPath() {
    return "/api/v2/notifications";
  }

  @Override
  public String workbinsChannel() {
    return "/v2/me/workbins";
  }

  @Override
  public Authenticator authenticator() {
    return authenticator;
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
    return Notification::of;
  }

  @Override
  public Subscriber subscriber(GwsSession session) {
    return workbin -> session.call(requests.subscribe(workbin));
  }

  @Override
  public ReadCalls reads(GwsSession session, NotificationLink link, Runnable connect) {
    return request -> session.call(request).accepted().body();
  }

  @Override
  public LinkPulse pulse(GwsSession session) {
    return LinkPulse.NONE;
  }
}
