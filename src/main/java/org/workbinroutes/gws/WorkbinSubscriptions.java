package org.workbinroutes.gws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscribes group workbins, several at once and those that placements wait for first, and knows
 * which subscriptions GWS acknowledged on the present connection. GWS forgets them with the
 * session, so they are asked for again on every connection; an answer to {@code Subscribe} only
 * says it was passed on, the acknowledgement is a notification.
 *
 * <p>Source: GWS API reference, "Subscribe to Group Workbin Notifications".
 */
final class WorkbinSubscriptions {
  /** How long GWS has to acknowledge before it is asked again, the first time. */
  private static final Duration ACKNOWLEDGE_WITHIN = Duration.ofSeconds(5);

  private static final Duration ASK_AGAIN_AFTER_AT_MOST = Duration.ofSeconds(60);

  /** How many confirmations in a row have to be missed before a subscription is taken for lost. */
  private static final int MISSED_IN_A_ROW = 2;

  private static final int MOST_KEPT = 10_000;
  private static final String CAUSES =
      "Possible causes: GWS does not have the feature api-multimedia, Interaction Server is older"
          + " than 8.5.103.05, or the user has no agent session (gws.contact-center-session)";
  private static final Logger LOG = LoggerFactory.getLogger(WorkbinSubscriptions.class);

  /** A workbin on the present connection; guarded by the lock. */
  private static final class Standing {
    private SubscriptionStage stage = SubscriptionStage.NONE;
    private Instant since;
    private Instant firstAsked;
    private int asked;
    private boolean queued;
    private boolean waitedFor;
  }

  private final Function<GroupWorkbin, GwsAnswer> subscribe;
  private final Executor executor;
  private final Duration renewal;
  private final Clock clock;
  private final Set<GroupWorkbin> configured = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by the lock
  private final Set<GroupWorkbin> wanted = new LinkedHashSet<>();
  private final Map<GroupWorkbin, Standing> standing = new HashMap<>();
  private final Deque<GroupWorkbin> queue = new ArrayDeque<>();
  private final Map<Long, GroupWorkbin> byReference = bounded();
  private final Map<Long, Notification> early = bounded();
  private final Map<GroupWorkbin, String> refusals = bounded();
  private boolean open;
  private int generation;

  /** GWS's spelling of workbins whose group is spelt differently here, as in upper case. */
  private final Map<GroupWorkbin, GroupWorkbin> spelling = new ConcurrentHashMap<>();

  private final Map<GroupWorkbin, Integer> missed = new ConcurrentHashMap<>();
  private final Set<GroupWorkbin> silent = ConcurrentHashMap.newKeySet();

  /**
   * Makes them, with no connection yet.
   *
   * @param executor makes the calls; its threads are how many are made at once
   * @param renewal after what time a subscription is asked for again though it stands; zero never
   */
  WorkbinSubscriptions(
      Function<GroupWorkbin, GwsAnswer> subscribe,
      Executor executor,
      Collection<GroupWorkbin> configured,
      Duration renewal,
      Clock clock) {
    this.subscribe = subscribe;
    this.executor = executor;
    this.renewal = renewal;
    this.clock = clock;
    configure(configured);
  }

  /** More that stays wanted though GWS refuses it; it is asked for within the link's next round. */
  void configure(Collection<GroupWorkbin> more) {
    configured.addAll(more);
    lock.lock();
    try {
      wanted.addAll(more);
    } finally {
      lock.unlock();
    }
  }

  int wantedCount() {
    lock.lock();
    try {
      return wanted.size();
    } finally {
      lock.unlock();
    }
  }

  int acknowledgedCount() {
    lock.lock();
    try {
      return (int)
          standing.values().stream().filter(s -> s.stage == SubscriptionStage.ACKNOWLEDGED).count();
    } finally {
      lock.unlock();
    }
  }

  /** Workbins that are subscribed and whose notifications did not come when they should have. */
  List<GroupWorkbin> silent() {
    return List.copyOf(silent);
  }

  /** The connection is there: begins to ask for all that is wanted. */
  void open() {
    lock.lock();
    try {
      forgetAll();
      open = true;
      wanted.forEach(workbin -> enqueue(workbin, false));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything that is wanted was asked for once, or for as long as given. */
  void awaitAsked(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (open
          && left > 0
          && standing.values().stream().anyMatch(s -> s.stage == SubscriptionStage.NONE)) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The connection is gone, and with it every subscription. */
  void close() {
    lock.lock();
    try {
      forgetAll();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forgetAll() {
    open = false;
    generation++;
    standing.clear();
    queue.clear();
    byReference.clear();
    early.clear();
    missed.clear();
    silent.clear();
  }

  /**
   * Asks again where GWS has not acknowledged in time, refused a while ago, or is to be reminded.
   */
  void renewOverdue() {
    Instant now = clock.instant();
    lock.lock();
    try {
      if (open) {
        standing
            .entrySet()
            .removeIf(
                one ->
                    one.getValue().stage == SubscriptionStage.REFUSED
                        && !wanted.contains(one.getKey())
                        && isOverdue(one.getValue(), now));
        for (GroupWorkbin workbin : wanted) {
          Standing known = standing.get(workbin);
          if (known == null || (!known.queued && isOverdue(known, now))) {
            enqueue(workbin, false);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** GWS reported by a notification how a subscription stands. */
  void heard(Notification report) {
    lock.lock();
    try {
      GroupWorkbin workbin = askedFor(report);
      if (workbin != null) {
        apply(report, workbin);
      } else if (report.referenceId() != null) {
        // It can be faster than the answer that tells its number.
        early.put(report.referenceId(), report);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Which workbin a report is of: by the number of the call first, since names can differ. */
  private GroupWorkbin askedFor(Notification report) {
    GroupWorkbin asked =
        report.referenceId() == null ? null : byReference.remove(report.referenceId());
    GroupWorkbin named = report.workbin();
    if (asked != null || named == null) {
      return asked;
    }
    if (standing.containsKey(named)) {
      return named;
    }
    List<GroupWorkbin> alike =
        report.referenceId() != null
            ? List.of()
            : standing.keySet().stream().filter(one -> differInCaseAlone(one, named)).toList();
    return alike.size() == 1 ? alike.get(0) : null;
  }

  private static boolean differInCaseAlone(GroupWorkbin one, GroupWorkbin other) {
    return one.id().equals(other.id())
        && one.kind() == other.kind()
        && one.group().equalsIgnoreCase(other.group());
  }

  private void apply(Notification report, GroupWorkbin workbin) {
    switch (report.stateResource()) {
      case "Subscribed" -> {
        Standing now = standing.computeIfAbsent(workbin, key -> new Standing());
        now.stage = SubscriptionStage.ACKNOWLEDGED;
        now.since = clock.instant();
        now.asked = 0;
        refusals.remove(workbin);
        if (report.workbin() != null && !report.workbin().equals(workbin)) {
          spelling.put(report.workbin(), workbin);
        }
      }
      case "RequestFailed" -> refused(workbin, "RequestFailed");
      case "Unsubscribed" -> drop(workbin);
      default -> LOG.debug("Unknown state of a workbin subscription: {}", report.stateResource());
    }
    changed.signalAll();
  }

  /**
   * A change of a workbin, with the workbin as it is spelt here: GWS may spell the group's name
   * with other capitals than who placed into it. Its subscription is alive.
   */
  Notification received(Notification change) {
    if (change.workbin() == null) {
      return change;
    }
    GroupWorkbin ours = spelling.isEmpty() ? null : spelling.get(change.workbin());
    Notification received = ours == null || isWanted(change.workbin()) ? change : change.of(ours);
    if (!missed.isEmpty()) {
      missed.remove(received.workbin());
    }
    if (!silent.isEmpty()) {
      silent.remove(received.workbin());
    }
    return received;
  }

  /**
   * A placement was seen in its workbin and its notification did not come. Twice in a row, and GWS
   * has lost the subscription without a word: it is asked for again.
   *
   * @param ago how long ago GWS accepted the placement
   */
  void missed(GroupWorkbin workbin, Duration ago) {
    lock.lock();
    try {
      Standing now = standing.get(workbin);
      if (now == null
          || now.stage != SubscriptionStage.ACKNOWLEDGED
          || now.since.isAfter(clock.instant().minus(ago))
          || missed.merge(workbin, 1, Integer::sum) < MISSED_IN_A_ROW) {
        return;
      }
      missed.remove(workbin);
      silent.add(workbin);
      LOG.warn(
          "The notifications of workbin {} do not come though GWS acknowledged the subscription:"
              + " subscribing again",
          workbin);
      drop(workbin);
      enqueue(workbin, true);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a workbin out of what is wanted. */
  void forget(GroupWorkbin workbin) {
    lock.lock();
    try {
      wanted.remove(workbin);
      drop(workbin);
      missed.remove(workbin);
      silent.remove(workbin);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drop(GroupWorkbin workbin) {
    standing.remove(workbin);
    queue.remove(workbin);
  }

  /** Adds a workbin to what is wanted, without waiting for anything. */
  void want(GroupWorkbin workbin) {
    lock.lock();
    try {
      want(workbin, false);
    } finally {
      lock.unlock();
    }
  }

  private void want(GroupWorkbin workbin, boolean first) {
    Standing known = standing.get(workbin);
    boolean refused = known != null && known.stage == SubscriptionStage.REFUSED;
    if (refused && !isOverdue(known, clock.instant())) {
      return;
    }
    wanted.add(workbin);
    boolean waitsForItsTurn = known != null && known.queued && first;
    if (open && (known == null || refused || waitsForItsTurn)) {
      enqueue(workbin, first);
    }
  }

  /**
   * Waits until GWS acknowledged the subscription to a workbin, asking for it if nobody has. Counts
   * from when it was first asked for on this connection, so that a subscription that is never
   * acknowledged is waited for once and does not slow every later call.
   *
   * @return false if GWS refused it, or did not acknowledge it in time
   */
  boolean await(GroupWorkbin workbin, Duration timeout) throws InterruptedException {
    Instant end = clock.instant().plus(timeout);
    lock.lockInterruptibly();
    try {
      while (stageOf(workbin) != SubscriptionStage.ACKNOWLEDGED) {
        want(workbin, true);
        Standing now = standing.get(workbin);
        if (now != null && now.stage == SubscriptionStage.REFUSED) {
          return false;
        }
        Instant enough =
            now == null || now.firstAsked == null
                ? end
                : earlier(end, now.firstAsked.plus(timeout));
        long left = Duration.between(clock.instant(), enough).toNanos();
        if (left <= 0) {
          waitedFor(workbin, now, timeout);
          return false;
        }
        // what it returns is measured by another clock
        long unused = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static void waitedFor(GroupWorkbin workbin, Standing now, Duration timeout) {
    if (now != null && !now.waitedFor && !timeout.isNegative() && !timeout.isZero()) {
      now.waitedFor = true;
      LOG.warn(
          "GWS has not acknowledged the subscription to workbin {} within {} ms: placing without"
              + " it. Until it does, placements are confirmed by the workbin's content",
          workbin,
          timeout.toMillis());
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  SubscriptionStage stage(GroupWorkbin workbin) {
    lock.lock();
    try {
      return stageOf(workbin);
    } finally {
      lock.unlock();
    }
  }

  private SubscriptionStage stageOf(GroupWorkbin workbin) {
    Standing now = standing.get(workbin);
    return now == null ? SubscriptionStage.NONE : now.stage;
  }

  private boolean isWanted(GroupWorkbin workbin) {
    lock.lock();
    try {
      return wanted.contains(workbin);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOverdue(Standing known, Instant now) {
    return switch (known.stage) {
      case NONE -> false;
      case ACKNOWLEDGED -> !renewal.isZero() && known.since.plus(renewal).isBefore(now);
      case ASKED -> known.since.plus(pause(known.asked)).isBefore(now);
      case REFUSED -> known.since.plus(ASK_AGAIN_AFTER_AT_MOST).isBefore(now);
    };
  }

  private static Duration pause(int asked) {
    Duration pause = ACKNOWLEDGE_WITHIN.multipliedBy(1L << Math.min(asked - 1, 5));
    return pause.compareTo(ASK_AGAIN_AFTER_AT_MOST) < 0 ? pause : ASK_AGAIN_AFTER_AT_MOST;
  }

  private void enqueue(GroupWorkbin workbin, boolean first) {
    Standing known = standing.computeIfAbsent(workbin, key -> new Standing());
    if (known.queued) {
      queue.remove(workbin);
    }
    if (first) {
      queue.addFirst(workbin);
    } else {
      queue.addLast(workbin);
    }
    if (!known.queued) {
      known.queued = true;
      executor.execute(this::askNext);
    }
  }

  private void askNext() {
    GroupWorkbin workbin;
    int asking;
    lock.lock();
    try {
      workbin = queue.pollFirst();
      if (workbin == null) {
        return;
      }
      // Entered before the call: the acknowledgement can be faster than the answer.
      Standing now = standing.get(workbin);
      now.queued = false;
      now.since = clock.instant();
      now.asked++;
      if (now.stage != SubscriptionStage.ACKNOWLEDGED) {
        now.stage = SubscriptionStage.ASKED;
      }
      now.firstAsked = now.firstAsked == null ? now.since : now.firstAsked;
      asking = generation;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    ask(workbin, asking);
  }

  private void ask(GroupWorkbin workbin, int asking) {
    try {
      GwsAnswer answer = subscribe.apply(workbin);
      lock.lock();
      try {
        if (asking == generation) {
          answered(workbin, answer);
        }
      } finally {
        lock.unlock();
      }
    } catch (GwsException e) {
      LOG.info("No subscription to workbin {} yet: {}", workbin, e.getMessage());
    }
  }

  private void answered(GroupWorkbin workbin, GwsAnswer answer) {
    if (answer.meaning() == AnswerClass.REJECTED) {
      refused(workbin, answer.summary());
    } else if (answer.meaning() != AnswerClass.ACCEPTED) {
      LOG.info("No subscription to workbin {} yet: {}", workbin, answer.summary());
    } else if (answer.referenceId() != null && standing.containsKey(workbin)) {
      Notification report = early.remove(answer.referenceId());
      if (report != null) {
        apply(report, workbin);
      } else {
        byReference.put(answer.referenceId(), workbin);
      }
    }
  }

  private void refused(GroupWorkbin workbin, String why) {
    if (why.equals(refusals.put(workbin, why))) {
      LOG.debug("GWS refused the subscription to workbin {} once more: {}", workbin, why);
    } else {
      LOG.warn(
          "GWS refused the subscription to workbin {}: {}. Its notifications will not come. {}",
          workbin,
          why,
          CAUSES);
    }
    Standing now = standing.computeIfAbsent(workbin, key -> new Standing());
    now.stage = SubscriptionStage.REFUSED;
    now.since = clock.instant();
    if (!configured.contains(workbin)) {
      // Wanted for a placement only, which GWS will most likely refuse as well.
      wanted.remove(workbin);
    }
    changed.signalAll();
  }

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_KEPT;
      }
    };
  }
}
