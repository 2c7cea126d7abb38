package org.workbinroutes.gws;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;

/**
 * Keeps a notification connection with GWS: logs in, shakes hands, subscribes the channel and every
 * workbin, watches, and starts over with a new client when anything is wrong. Pauses between
 * attempts grow and have a random share, so that it neither spins nor storms.
 */
final class NotificationLink implements Runnable {
  /** How long a connection must have lasted for the next attempt to start without a long pause. */
  private static final Duration STABLE_AFTER = Duration.ofSeconds(10);

  private static final long LOOK_EVERY_MILLIS = 250;
  private static final String CONSEQUENCE =
      "placements are confirmed by the workbins' content, connecting again";

  private static final Logger LOG = LoggerFactory.getLogger(NotificationLink.class);

  private final GwsConfiguration configuration;
  private final GwsSession session;
  private final WorkbinSubscriptions subscriptions;
  private final HttpClient http;
  private final ScheduledExecutorService scheduler;
  private final NotificationMeters meters;
  private final UnreadableNotifications unreadable;
  private final Clock clock;
  private final IntervalFunction pauses;
  private final List<NotificationListener> listeners = new CopyOnWriteArrayList<>();
  private final Object wakeUp = new Object();
  private volatile LinkState state = LinkState.OFF;
  private volatile BayeuxConnection connection;
  private volatile Instant lastNotification;
  private volatile Instant lastPoll;
  private volatile String trouble;
  private final AtomicLong connections = new AtomicLong();
  private final ReentrantLock running = new ReentrantLock();

  /** The run that is wanted; null if none is. A run that finds another one here ends. */
  private volatile Object wanted;

  private volatile Instant downSince;

  /** Channel subscriptions in a row that GWS refused; of the link's thread only. */
  private int refusedSubscriptions;

  private final AtomicBoolean agentSessionRenewed = new AtomicBoolean();
  private final OutageLog outage;

  NotificationLink(
      GwsConfiguration configuration,
      GwsSession session,
      WorkbinSubscriptions subscriptions,
      HttpClient http,
      ScheduledExecutorService scheduler,
      NotificationMeters meters,
      UnreadableNotifications unreadable,
      Clock clock) {
    this.configuration = configuration;
    this.session = session;
    this.subscriptions = subscriptions;
    this.http = http;
    this.scheduler = scheduler;
    this.meters = meters;
    this.unreadable = unreadable;
    this.clock = clock;
    this.pauses = Pauses.between(configuration);
    this.downSince = clock.instant();
    this.outage = new OutageLog(LOG, "Notification connection to GWS", clock);
    session.onLoginChange(this::loginChanged);
    session.onAgentSessionRenewed(() -> agentSessionRenewed.set(true));
  }

  void addListener(NotificationListener listener) {
    listeners.add(listener);
  }

  /** False if it was none. */
  boolean removeListener(NotificationListener listener) {
    return listeners.remove(listener);
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  LinkStatus status() {
    Instant now = clock.instant();
    return new LinkStatus(
        state,
        since(lastPoll(), now),
        since(lastNotification, now),
        subscriptions.acknowledgedCount(),
        subscriptions.wantedCount(),
        connections.get(),
        unreadable.count(),
        subscriptions.silent(),
        trouble);
  }

  /** Whether polls are answered as often as they should be. */
  boolean isHearing() {
    BayeuxConnection now = connection;
    Instant polled = lastPoll();
    return state == LinkState.LIVE
        && now != null
        && polled != null
        && polled.plus(now.longestSilence()).isAfter(clock.instant());
  }

  /**
   * Waits until a workbin's notifications come, at most as long as configured. The time for which
   * the connection is down already counts: a notification server that stays away must not slow
   * every call down.
   *
   * @return whether they come
   */
  boolean awaitSubscribed(GroupWorkbin workbin) throws InterruptedException {
    Duration patience = Duration.ofMillis(configuration.getSubscriptionTimeout());
    Instant since = downSince;
    if (since != null) {
      patience = patience.minus(Duration.between(since, clock.instant()));
    }
    return subscriptions.await(workbin, patience);
  }

  /** Has the next {@link #run()} run, after a {@link #stop()} too. */
  void begin() {
    downSince = clock.instant();
    wanted = new Object();
  }

  /** Runs from {@link #begin()} to {@link #stop()}; after the run before it has ended. */
  @Override
  public void run() {
    Object mine = wanted;
    running.lock();
    try {
      run(mine);
    } finally {
      running.unlock();
    }
  }

  private void run(Object mine) {
    int failures = 0;
    while (isWanted(mine)) {
      Instant started = clock.instant();
      boolean lived = false;
      try {
        lived = live(mine);
        if (!isWanted(mine)) {
          break;
        }
        outage.failed(trouble, () -> CONSEQUENCE);
      } catch (GwsException e) {
        trouble = e.getMessage();
        if (state != LinkState.AUTHENTICATING) {
          // of a login that fails the session's own lines tell
          outage.failed(trouble, () -> CONSEQUENCE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException e) {
        trouble = e.toString();
        LOG.error("No notification connection to GWS", e);
      }
      boolean stable = lived && started.plus(STABLE_AFTER).isBefore(clock.instant());
      failures = stable ? 0 : failures + 1;
      state = LinkState.LOST;
      // A connection that worked for long is made again at once, give or take a moment.
      pause(failures == 0 ? configuration.getReconnectDelay() / 2 : pauses.apply(failures), mine);
    }
    state = LinkState.OFF;
  }

  private boolean isWanted(Object run) {
    return run != null && run == wanted;
  }

  void stop() {
    wanted = null;
    BayeuxConnection now = connection;
    if (now != null) {
      now.close();
    }
    synchronized (wakeUp) {
      wakeUp.notifyAll();
    }
  }

  /** One connection, from login to its end; true if it was live. */
  private boolean live(Object mine) throws InterruptedException {
    state = LinkState.AUTHENTICATING;
    Login login = session.login();
    state = LinkState.CONNECTING;
    BayeuxConnection now =
        new BayeuxConnection(
            configuration,
            session.base(),
            session.authenticator(),
            login,
            http,
            scheduler,
            this::deliver,
            unreadable::add,
            () -> scheduler.execute(() -> session.replaced(login)),
            clock);
    connection = now;
    try {
      try {
        now.open();
      } catch (GwsUnavailableException e) {
        if (isForLogin(now)) {
          session.suspect(login, e.getMessage());
        }
        throw e;
      }
      if (!isWanted(mine)) {
        return false;
      }
      state = LinkState.SUBSCRIBING;
      boolean again = connections.incrementAndGet() > 1;
      downSince = null;
      subscriptions.open();
      // With very many, or a slow GWS, the rest is asked for while the connection is in use.
      subscriptions.awaitAsked(Duration.ofMillis(configuration.getNetworkDelay()));
      state = LinkState.LIVE;
      trouble = null;
      refusedSubscriptions = 0;
      outage.succeeded();
      LOG.info(
          "Notification connection to GWS is live, {} workbins to be subscribed",
          subscriptions.wantedCount());
      if (again) {
        listeners.forEach(NotificationListener::onGapClosed);
      }
      watch(now);
      trouble = now.trouble() == null ? "closed" : now.trouble();
      if (isForLogin(now)) {
        session.suspect(login, trouble);
      }
      return true;
    } finally {
      lastPoll = now.lastPoll();
      downSince = downSince == null ? clock.instant() : downSince;
      connection = null;
      subscriptions.close();
      now.dispose();
    }
  }

  /** Whether the end of a connection is one that a new login may help. */
  private boolean isForLogin(BayeuxConnection ended) {
    BayeuxConnection.End why = ended.end().getNow(null);
    if (why == BayeuxConnection.End.SUBSCRIPTION) {
      refusedSubscriptions++;
    }
    return why == BayeuxConnection.End.LOGIN
        || (why == BayeuxConnection.End.SUBSCRIPTION && refusedSubscriptions > 1);
  }

  private void watch(BayeuxConnection now) throws InterruptedException {
    Instant stable = clock.instant().plus(STABLE_AFTER);
    Instant nextSubscription = clock.instant();
    while (!now.end().isDone()) {
      try {
        now.end().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        now.checkPolls();
        if (stable.isBefore(clock.instant())) {
          session.trusted();
        }
        // what ends the agent session again and again must not have all workbins subscribed each
        // time
        if (!nextSubscription.isAfter(clock.instant()) && agentSessionRenewed.getAndSet(false)) {
          nextSubscription = clock.instant().plus(STABLE_AFTER);
          subscribeAgain();
        }
        subscriptions.renewOverdue();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** An agent that was logged out meanwhile heard nothing, and is subscribed to nothing. */
  private void subscribeAgain() {
    subscriptions.close();
    subscriptions.open();
    listeners.forEach(NotificationListener::onGapClosed);
  }

  private void deliver(Map<String, Object> data) {
    Notification notification = Notification.of(data);
    lastNotification = clock.instant();
    meters.count(notification);
    Notification received = notification;
    if (!Notification.SUBSCRIPTION_MESSAGE.equals(notification.messageType())) {
      received = subscriptions.received(notification);
    } else if (notification.stateResource() != null) {
      subscriptions.heard(notification);
    }
    for (NotificationListener listener : listeners) {
      try {
        listener.onNotification(received);
      } catch (RuntimeException e) {
        // One listener's failure must not cost the others their notification.
        LOG.error("A notification could not be processed", e);
      }
    }
  }

  private void loginChanged() {
    BayeuxConnection now = connection;
    if (now != null) {
      now.close();
    }
  }

  private Instant lastPoll() {
    BayeuxConnection now = connection;
    return now != null && now.lastPoll() != null ? now.lastPoll() : lastPoll;
  }

  private void pause(long millis, Object mine) {
    Instant until = clock.instant().plusMillis(millis);
    synchronized (wakeUp) {
      try {
        for (long left = millis; left > 0 && isWanted(mine); left = left(until)) {
          wakeUp.wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        wanted = null;
      }
    }
  }

  private long left(Instant until) {
    return Duration.between(clock.instant(), until).toMillis();
  }

  private static Duration since(Instant then, Instant now) {
    return then == null ? null : Duration.between(then, now);
  }
}
