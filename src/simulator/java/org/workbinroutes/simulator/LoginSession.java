package org.workbinroutes.simulator;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cometd.server.ServerSessionImpl;

/** An HTTP session: cookies, CSRF token, and the Bayeux sessions that were made in it. */
final class LoginSession {
  private final String id;
  private final String route;
  private final String user;
  private final String csrfToken;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean contactCenterSession;
  private volatile boolean stale;

  LoginSession(String id, String route, String user, String csrfToken) {
    this.id = id;
    this.route = route;
    this.user = user;
    this.csrfToken = csrfToken;
  }

  String id() {
    return id;
  }

  String route() {
    return route;
  }

  String user() {
    return user;
  }

  String csrfToken() {
    return csrfToken;
  }

  boolean contactCenterSession() {
    return contactCenterSession;
  }

  void contactCenterSession(boolean started) {
    contactCenterSession = started;
  }

  /** Whether the session may not subscribe to channels any more, though requests are taken. */
  boolean stale() {
    return stale;
  }

  void makeStale() {
    stale = true;
  }

  Set<Listener> listeners() {
    return listeners;
  }

  List<ServerSessionImpl> bayeuxSessions() {
    return listeners.stream().map(Listener::session).toList();
  }
}
