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
   * Starts the agent session of a login again, which was ended elsewhere: by a desktop of the same
   * user, or by a switch-over.
   *
   * @param login the login
   * @param started {@link Login#agentSessions} when the refused call was sent; if it was started
   *     since, nothing is done
   * @return false if no agent session belongs to the login
   * @throws GwsUnavailableException if it cannot be started
   */
  default boolean renewAgentSession(Login login, int started) {
    return false;
  }

  /**
   * Ends what {@link #begin} began and GWS would keep; errors are of no consequence.
   *
   * @param last the login
   */
  void end(Login last);
}
