package org.workbinroutes.simulator;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cometd.server.ServerSessionImpl;

/** A Bayeux session and whether it hears the notification channel. */
final class Listener {
  static final String CHANNEL = "/v2/me/workbins";
  private static final Set<String> HEARD_ON =
      Set.of(CHANNEL, "/v2/me/*", "/v2/me/**", "/v2/**", "/**");

  private final ServerSessionImpl session;
  private final LoginSession login;
  private final Set<String> channels = ConcurrentHashMap.newKeySet();
  private volatile boolean listening;

  Listener(ServerSessionImpl session, LoginSession login) {
    this.session = session;
    this.login = login;
  }

  ServerSessionImpl session() {
    return session;
  }

  LoginSession login() {
    return login;
  }

  boolean listening() {
    return listening;
  }

  void subscribed(String channel) {
    if (HEARD_ON.contains(channel)) {
      channels.add(channel);
      listening = true;
    }
  }

  void unsubscribed(String channel) {
    channels.remove(channel);
    listening = !channels.isEmpty();
  }
}
