package org.workbinroutes.gws;

/** Begins and ends a session with GWS. */
interface SignIn {
  /**
   * Makes a login one that GWS knows.
   *
   * @param fresh a login without cookies, which gets them
   * @throws GwsUnavailableException if GWS cannot be reached or does not let us in
   */
  void begin(Login fresh);

  /**
   * Ends what {@link #begin} began and GWS would keep; errors are of no consequence.
   *
   * @param last the login
   */
  void end(Login last);
}
