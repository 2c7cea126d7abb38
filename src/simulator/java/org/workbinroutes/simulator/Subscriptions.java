package org.workbinroutes.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which sessions, or users, have subscribed to which group workbins. */
final class Subscriptions {
  private final Logins logins;
  private final boolean perUser;
  private final boolean surviveBayeuxSession;
  private final ConcurrentMap<BinAddress, Set<Object>> owners = new ConcurrentHashMap<>();

  Subscriptions(Settings settings, Logins logins) {
    this.logins = logins;
    perUser = settings.subscriptionsPerUser();
    surviveBayeuxSession = settings.subscriptionsSurviveBayeuxSession();
  }

  void subscribe(LoginSession login, BinAddress bin) {
    owners.computeIfAbsent(bin, key -> ConcurrentHashMap.newKeySet()).add(owner(login));
  }

  boolean unsubscribe(LoginSession login, BinAddress bin) {
    Set<Object> subscribed = owners.get(bin);
    return subscribed != null && subscribed.remove(owner(login));
  }

  /** Whom a change of a workbin is told. */
  List<Listener> listeners(BinAddress bin) {
    Set<Object> subscribed = owners.get(bin);
    if (subscribed == null || subscribed.isEmpty()) {
      return List.of();
    }
    List<Listener> listeners = new ArrayList<>();
    for (LoginSession login : logins.all()) {
      if (subscribed.contains(owner(login))) {
        for (Listener listener : login.listeners()) {
          if (listener.listening()) {
            listeners.add(listener);
          }
        }
      }
    }
    return listeners;
  }

  void handshaken(LoginSession login) {
    if (!surviveBayeuxSession && !perUser) {
      forget(login);
    }
  }

  void bayeuxSessionGone(LoginSession login) {
    boolean others =
        perUser
            ? logins.all().stream()
                .anyMatch(o -> o.user().equals(login.user()) && !o.listeners().isEmpty())
            : !login.listeners().isEmpty();
    if (!surviveBayeuxSession && !others) {
      forget(owner(login));
    }
  }

  void loginGone(LoginSession login) {
    forget(login);
  }

  int count() {
    return owners.values().stream().mapToInt(Set::size).sum();
  }

  void clear() {
    owners.clear();
  }

  private Object owner(LoginSession login) {
    return perUser ? login.user() : login;
  }

  private void forget(Object owner) {
    owners.values().forEach(subscribed -> subscribed.remove(owner));
  }
}
