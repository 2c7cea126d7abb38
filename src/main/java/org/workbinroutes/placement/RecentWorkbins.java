package org.workbinroutes.placement;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GroupWorkbin;

/**
 * Subscribes the workbins of open and recent placements again after a start: what others do in them
 * is of interest to the sinks before the next placement.
 */
public final class RecentWorkbins implements Runnable {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(10);
  private static final int MOST_WORKBINS = 2_000;
  private static final int MOST_PLACEMENTS = 20_000;
  private static final Logger LOG = LoggerFactory.getLogger(RecentWorkbins.class);

  private final LedgerView ledger;
  private final Consumer<GroupWorkbin> subscribe;
  private final ScheduledExecutorService timer;
  private final Clock clock;

  /**
   * Makes the task.
   *
   * @param subscribe asks for a workbin's notifications, without waiting
   * @param timer runs the task again if the ledger cannot be read
   */
  public RecentWorkbins(
      LedgerView ledger,
      Consumer<GroupWorkbin> subscribe,
      ScheduledExecutorService timer,
      Clock clock) {
    this.ledger = ledger;
    this.subscribe = subscribe;
    this.timer = timer;
    this.clock = clock;
  }

  @Override
  public void run() {
    try {
      Set<GroupWorkbin> workbins = new LinkedHashSet<>();
      add(
          new LedgerView.Filter(
              EnumSet.of(
                  PlacementState.RECEIVED, PlacementState.ACCEPTED, PlacementState.UNCONFIRMED),
              null,
              LedgerView.MAX_LIMIT,
              null),
          workbins);
      add(
          new LedgerView.Filter(
              EnumSet.of(PlacementState.CONFIRMED),
              clock.instant().minus(RECENT),
              LedgerView.MAX_LIMIT,
              null),
          workbins);
      if (!workbins.isEmpty()) {
        LOG.info("Subscribing the {} workbins of open and recent placements", workbins.size());
      }
      workbins.forEach(subscribe);
    } catch (Ledger.UnavailableException away) {
      LOG.debug("The workbins of recent placements could not be read", away);
      var unused = timer.schedule(this, TRY_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void add(LedgerView.Filter first, Set<GroupWorkbin> workbins) {
    LedgerView.Filter filter = first;
    int read = 0;
    boolean more = true;
    while (more && read < MOST_PLACEMENTS) {
      List<Placement> page = ledger.list(filter);
      for (Placement placement : page) {
        if (workbins.size() < MOST_WORKBINS) {
          workbins.add(placement.request().workbin());
        }
      }
      read += page.size();
      more = page.size() == filter.limit();
      filter = more ? filter.after(page.get(page.size() - 1)) : filter;
    }
  }
}
