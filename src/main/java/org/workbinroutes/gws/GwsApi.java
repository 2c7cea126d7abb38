package org.workbinroutes.gws;

/**
 * One generation of the API of GWS: everything in which generations differ, so that the rest of the
 * component need not know which one it speaks.
 */
interface GwsApi {
  /** The cookie that is the session: another value means another session. */
  String sessionCookie();

  /** Where the notification server is, below the base address. */
  String notificationsPath();

  /** The Bayeux channel of the workbins' notifications. */
  String workbinsChannel();

  /** What later requests carry besides the cookies. */
  Authenticator authenticator();

  /** How a session is begun and ended. */
  SignIn signIn();

  /** How GWS is asked whether it knows a session. */
  SessionProbe probe();

  /** How answers to requests are read. */
  AnswerReading answers();

  /** What requests look like. */
  WorkbinRequests requests();

  /** How messages of the notification server are read. */
  NotificationReader notifications();

  /** How a workbin's notifications are asked for. */
  Subscriber subscriber(GwsSession session);

  /**
   * How calls are made that ask for something.
   *
   * @param session the session they are made in
   * @param link the notification connection of the same session
   * @param connect has that connection made, if it is not yet
   */
  ReadCalls reads(GwsSession session, NotificationLink link, Runnable connect);

  /** What watches over one notification connection. */
  LinkPulse pulse(GwsSession session);
}
