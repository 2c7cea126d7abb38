package org.workbinroutes.gws;

/**
 * What an answer of GWS means for the call that caused it.
 *
 * <p>Source: GWS API reference, "Return Values", and the behaviour seen in public client code where
 * the reference is silent.
 */
public enum AnswerClass {
  /** GWS passed the request on (statusCode 0). */
  ACCEPTED,
  /** The same call would be refused again. */
  REJECTED,
  /**
   * GWS says the item is in the workbin, in use, or in a state that does not allow the call (2, 18,
   * 19): the workbin's content decides.
   */
  CONTENT_DECIDES,
  /** Not done now; the same call may succeed later. */
  RETRY,
  /** The session is not logged in (any more). The call had no effect. */
  LOGIN,
  /** The CSRF token is missing or old. The call had no effect. */
  CSRF,
  /**
   * The answer may mean that the session died: 403 for no stated reason, a redirect to a login
   * page, headers that have grown too large with old cookies.
   */
  FORBIDDEN,
  /**
   * The answer is not GWS's: a proxy, a load balancer or another server answered in its place. It
   * says nothing about the call, only that there is no way to GWS at the moment.
   */
  FOREIGN,
  /** GWS demands a change of password: nothing can be done until somebody does it. */
  PASSWORD,
  /** The request went out and no usable answer came back: the effect is unknown. */
  UNKNOWN
}
