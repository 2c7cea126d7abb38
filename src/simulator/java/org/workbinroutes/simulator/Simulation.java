package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** The parts of a simulator, wired. What is here outlives restarts of the server. */
final class Simulation implements AutoCloseable {
  private final Settings settings;
  private final Counters counters = new Counters();
  private final Exchange.Hung hung = new Exchange.Hung();
  private final Tokens tokens = new Tokens();
  private final Faults faults = new Faults(this);
  private final RequestLog log;
  private final Workbins workbins;
  private final Logins logins;
  private final Authenticator authenticator;
  private final Subscriptions subscriptions;
  private final ScheduledExecutorService scheduler;
  private final Notifier notifier;
  private final GroupWorkbins groupWorkbins;
  private volatile Duration addDelay;
  private volatile String url = "";
  private volatile BayeuxSide bayeux;

  Simulation(Settings settings) {
    this.settings = settings;
    addDelay = settings.addDelay();
    log = new RequestLog(settings.logRequests());
    workbins = new Workbins(settings);
    workbins.register(
        SeedData.AGENT_GROUP_CHAT,
        new Interaction(Media.CHAT, SeedData.chat(SeedData.agentGroupNotification())));
    workbins.register(
        SeedData.PLACE_GROUP_CHAT,
        new Interaction(Media.CHAT, SeedData.chat(SeedData.placeGroupNotification())));
    logins = new Logins(settings, counters);
    authenticator =
        new Authenticator(
            settings, logins, tokens, faults.front(), gone -> ended(gone, HeldPolls.ANSWERED));
    subscriptions = new Subscriptions(settings, logins);
    AtomicInteger threads = new AtomicInteger();
    scheduler =
        Executors.newScheduledThreadPool(
            2,
            task -> {
              Thread thread =
                  new Thread(task, "gws-simulator-scheduler-" + threads.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    notifier = new Notifier(subscriptions, faults.notifications(), counters, scheduler);
    groupWorkbins =
        new GroupWorkbins(
            settings, workbins, subscriptions, notifier, faults.notifications(), counters, log);
  }

  void serving(String url, BayeuxSide bayeux) {
    this.url = url;
    this.bayeux = bayeux;
  }

  /** What goes with HTTP sessions that are gone. */
  void ended(List<LoginSession> gone, HeldPolls held) {
    bayeux.loginsGone(gone, held);
    gone.forEach(subscriptions::loginGone);
  }

  /** Forgets all sessions, as a server that ends does. */
  void forgetSessions() {
    logins.removeAll();
    subscriptions.clear();
    faults.polls().forgetParked();
  }

  @Override
  public void close() {
    notifier.close();
    scheduler.shutdownNow();
  }

  void addDelay(Duration delay) {
    addDelay = delay;
  }

  Duration addDelay() {
    return addDelay;
  }

  String url() {
    return url;
  }

  BayeuxSide bayeux() {
    return bayeux;
  }

  Settings settings() {
    return settings;
  }

  Counters counters() {
    return counters;
  }

  Exchange.Hung hung() {
    return hung;
  }

  Tokens tokens() {
    return tokens;
  }

  Faults faults() {
    return faults;
  }

  RequestLog log() {
    return log;
  }

  Workbins workbins() {
    return workbins;
  }

  Logins logins() {
    return logins;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  Notifier notifier() {
    return notifier;
  }

  GroupWorkbins groupWorkbins() {
    return groupWorkbins;
  }
}
