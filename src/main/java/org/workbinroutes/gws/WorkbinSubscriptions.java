package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group workbins we want to hear of, and which of them GWS has acknowledged on the present
 * connection. GWS forgets them with the session, so they are asked for again on every connection;
 * an answer to {@code Subscribe} only says it was passed on, the acknowledgement is a notification.
 *
 * <p>Source: GWS API reference, "Subscribe to Group Workbin Notifications".
 */
final class WorkbinSubscriptions {
  /** How long GWS has to acknowledge before it is asked again. */
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(5);

  private static final Duration ASK_REFUSED_AGAIN_AFTER = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(WorkbinSubscriptions.class);

  private record Standing(SubscriptionStage stage, Instant since) {}

  private final Subscriber subscriber;
  private final Clock clock;
  private final Set<GroupWorkbin> configured = ConcurrentHashMap.newKeySet();
  private final Set<GroupWorkbin> wanted = ConcurrentHashMap.newKeySet();
  private final Map<GroupWorkbin, Standing> standing = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean open;

  WorkbinSubscriptions(Subscriber subscriber, Collection<GroupWorkbin> configured, Clock clock) {
    this.subscriber = subscriber;
    this.clock = clock;
    configure(configured);
  }

  /** More that stays wanted though GWS refuses it; it is asked for within the link's next round. */
  void configure(Collection<GroupWorkbin> more) {
    configured.addAll(more);
    wanted.addAll(more);
  }

  int wantedCount() {
    return wanted.size();
  }

  int acknowledgedCount() {
    return (int)
        standing.values().stream().filter(s -> s.stage() == SubscriptionStage.ACKNOWLEDGED).count();
  }

  /** The connection is there: asks for all that is wanted. */
  void open() {
    open = true;
    for (GroupWorkbin workbin : List.copyOf(wanted)) {
      ask(workbin);
    }
    signal();
  }

  /** The connection is gone, and with it every subscription. */
  void close() {
    open = false;
    standing.clear();
    signal();
  }

  /** Asks again where GWS has not acknowledged in time, or refused a while ago. */
  void renewOverdue() {
    Instant now = clock.instant();
    for (GroupWorkbin workbin : List.copyOf(wanted)) {
      Standing known = standing.get(workbin);
      if (open && (known == null || isOverdue(known, now))) {
        ask(workbin);
      }
    }
  }

  /** GWS told by a notification how a subscription stands. */
  void heard(GroupWorkbin workbin, String stateResource) {
    switch (stateResource) {
      case "Subscribed" -> {
        standing.put(workbin, new Standing(SubscriptionStage.ACKNOWLEDGED, clock.instant()));
        signal();
      }
      case "RequestFailed" -> refused(workbin, "RequestFailed");
      case "Unsubscribed" -> {
        standing.remove(workbin);
        signal();
      }
      default -> LOG.debug("Unknown state of a workbin subscription: {}", stateResource);
    }
  }

  /** Takes a workbin out of what is wanted. */
  void forget(GroupWorkbin workbin) {
    wanted.remove(workbin);
    standing.remove(workbin);
    signal();
  }

  /** Adds a workbin to what is wanted, without waiting for anything. */
  void want(GroupWorkbin workbin) {
    if (wanted.add(workbin) && open) {
      ask(workbin);
    }
  }

  /**
   * Waits until GWS acknowledged the subscription to a workbin, asking for it if nobody has.
   *
   * @return false if GWS refused it, or did not acknowledge it in time
   */
  boolean await(GroupWorkbin workbin, Duration timeout) throws InterruptedException {
    if (isAcknowledged(workbin)) {
      return true;
    }
    want(workbin);
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (!isAcknowledged(workbin)) {
        Standing now = standing.get(workbin);
        if (left <= 0 || (now != null && now.stage() == SubscriptionStage.REFUSED)) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  SubscriptionStage stage(GroupWorkbin workbin) {
    Standing now = standing.get(workbin);
    return now == null ? SubscriptionStage.NONE : now.stage();
  }

  private boolean isAcknowledged(GroupWorkbin workbin) {
    Standing now = standing.get(workbin);
    return now != null && now.stage() == SubscriptionStage.ACKNOWLEDGED;
  }

  private static boolean isOverdue(Standing standing, Instant now) {
    return switch (standing.stage()) {
      case NONE, ACKNOWLEDGED -> false;
      case ASKED -> standing.since().plus(ACKNOWLEDGE_WITHIN).isBefore(now);
      case REFUSED -> standing.since().plus(ASK_REFUSED_AGAIN_AFTER).isBefore(now);
    };
  }

  private void ask(GroupWorkbin workbin) {
    // Entered before the call: the acknowledgement can be faster than the answer.
    standing.put(workbin, new Standing(SubscriptionStage.ASKED, clock.instant()));
    try {
      GwsAnswer answer = subscriber.subscribe(workbin);
      if (answer.meaning() == AnswerClass.REJECTED) {
        refused(workbin, answer.summary());
      } else if (answer.meaning() != AnswerClass.ACCEPTED) {
        LOG.info("No subscription to workbin {} yet: {}", workbin, answer.summary());
      }
    } catch (GwsException e) {
      LOG.info("No subscription to workbin {} yet: {}", workbin, e.getMessage());
    }
  }

  private void refused(GroupWorkbin workbin, String why) {
    LOG.warn(
        "GWS refused the subscription to workbin {}: {}. Its notifications will not come",
        workbin,
        why);
    standing.put(workbin, new Standing(SubscriptionStage.REFUSED, clock.instant()));
    if (!configured.contains(workbin)) {
      // Wanted for a placement only, which GWS will most likely refuse as well.
      wanted.remove(workbin);
    }
    signal();
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
