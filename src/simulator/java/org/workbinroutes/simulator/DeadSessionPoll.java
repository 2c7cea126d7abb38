package org.workbinroutes.simulator;

/** How {@code /meta/connect} is answered when the HTTP session of its cookie is gone. */
public enum DeadSessionPoll {
  /** By the Bayeux error {@code 403::Unknown client} with advice {@code handshake}. */
  UNKNOWN_CLIENT,
  /** By HTTP 401. */
  HTTP_401
}
