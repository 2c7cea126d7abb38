package org.workbinroutes.gws;

/** Proves to GWS who we are. */
interface Authenticator {
  /** The Authorization header of the request that logs in. */
  String forLogin();

  /** The Authorization header of every later request, or null if the cookie is enough. */
  String forRequest();

  /** GWS refused what was given last: have something new next time. */
  void refused();

  /** What keeps it from having something to show, for people; null if nothing does. */
  default String trouble() {
    return null;
  }
}
