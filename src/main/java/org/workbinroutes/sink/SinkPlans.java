package org.workbinroutes.sink;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plans of all sinks there are, by which is decided who takes a notification. A sink that was
 * stopped still counts: its queue keeps what it takes. Safe for use by many threads.
 */
public final class SinkPlans {
  private final Map<String, SinkPlan> byName = new ConcurrentHashMap<>();

  /** The plans but the default sink's, the quick ones first. */
  private volatile List<SinkPlan> others = List.of();

  private volatile boolean someoneTakesEverything;

  /**
   * Enters a sink.
   *
   * @param plan its plan; it takes the place of an earlier one of the same name
   */
  public synchronized void add(SinkPlan plan) {
    byName.put(plan.name(), plan);
    count();
  }

  /** Forgets a sink, unless another plan has taken this one's place. */
  synchronized void remove(SinkPlan plan) {
    byName.remove(plan.name(), plan);
    count();
  }

  private void count() {
    others =
        byName.values().stream()
            .filter(plan -> !plan.name().equals(SinkPlan.DEFAULT_SINK))
            .sorted(Comparator.comparing(SinkPlan::hasPredicate).thenComparing(SinkPlan::name))
            .toList();
    someoneTakesEverything = others.stream().anyMatch(SinkPlan::matchesEverything);
  }

  /**
   * Whether there is a sink for what no other takes.
   *
   * @return true if there is
   */
  public boolean hasDefault() {
    return byName.containsKey(SinkPlan.DEFAULT_SINK);
  }

  /**
   * Whether a sink takes a notification.
   *
   * @return true if it is addressed to this sink; else, if it is addressed to none, whether the
   *     rule and the predicate hold, or, for the default sink, no other sink's do
   * @throws PredicateFailedException if the sink's own predicate has no result
   */
  public boolean takes(SinkPlan plan, SpooledNotification spooled) {
    if (spooled.addressee() != null) {
      return spooled.addressee().equals(plan.name());
    }
    return plan.name().equals(SinkPlan.DEFAULT_SINK)
        ? !isTakenByAnother(spooled)
        : plan.matches(spooled);
  }

  /** Whether a sink beside the default one takes a notification that is addressed to none. */
  boolean isTakenByAnother(SpooledNotification spooled) {
    if (someoneTakesEverything) {
      return true;
    }
    for (SinkPlan plan : others) {
      try {
        if (plan.matches(spooled)) {
          return true;
        }
      } catch (PredicateFailedException undecided) {
        // it becomes a dead letter of that sink, and so is not forgotten
        return true;
      }
    }
    return false;
  }
}
