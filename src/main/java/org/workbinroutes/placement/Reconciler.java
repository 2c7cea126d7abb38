package org.workbinroutes.placement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsRejectedException;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.gws.WorkbinContent;

/**
 * Looks for accepted placements whose notification did not come: GWS has no replay, so that after a
 * gap only the workbins' content tells. One read per workbin, however many placements wait for it.
 */
public final class Reconciler {
  /** Exchange property: the placements that are looked for in one workbin. */
  public static final String OVERDUE = "workbinOverdue";

  private static final int AT_ONCE = 1_000;
  private static final Duration FIRST_LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration LONGEST_LOOK_AGAIN = Duration.ofMinutes(10);
  private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final Ledger ledger;
  private final Duration patience;
  private final LongSupplier gaps;
  private final BiConsumer<GroupWorkbin, Duration> missed;
  private final Clock clock;
  private final Map<GroupWorkbin, Integer> looks = new ConcurrentHashMap<>();

  // What was found a moment ago is on its way to the sinks and then to the ledger. Told again with
  // each look, it would fill the spool that holds it up.
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private long gapsSeen;

  /**
   * Makes the steps.
   *
   * @param patience how long an accepted placement may wait for its notification
   * @param gaps how often notifications may have been missed so far; 0 before the first connection
   * @param missed receives the workbin of each placement that was found and should have been
   *     notified long ago, with the time since GWS accepted it
   */
  public Reconciler(
      Ledger ledger,
      Duration patience,
      LongSupplier gaps,
      BiConsumer<GroupWorkbin, Duration> missed,
      Clock clock) {
    this.missed = missed;
    this.ledger = ledger;
    this.patience = patience;
    this.gaps = gaps;
    this.clock = clock;
  }

  /**
   * Which placements to look for. After a gap, of which a new notification connection is one, the
   * first after a start included, these are all that are accepted and not confirmed.
   */
  public List<Ledger.Overdue> overdue() {
    told.values().removeIf(then -> then.plus(ON_ITS_WAY).isBefore(clock.instant()));
    long now = gaps.getAsLong();
    boolean gap = now > 0 && now != gapsSeen;
    List<Ledger.Overdue> overdue = ledger.overdue(gap ? Duration.ZERO : patience, AT_ONCE);
    if (gap && overdue.stream().mapToInt(o -> o.placements().size()).sum() < AT_ONCE) {
      gapsSeen = now;
    }
    return overdue;
  }

  /**
   * Prepares the look into one workbin.
   *
   * @return the workbin, for {@code gws:content}
   */
  public GroupWorkbin lookFor(Ledger.Overdue overdue, Exchange exchange) {
    exchange.setProperty(OVERDUE, overdue);
    return overdue.workbin();
  }

  /**
   * Finds what lies in the workbin, and has the rest looked for again later. What was confirmed
   * meanwhile by its own notification is left alone, and so is what was found a moment ago.
   *
   * @return a notification for each placement found, marked as synthetic, which is yet to confirm
   *     it
   */
  public List<Notification> compare(
      WorkbinContent content, @ExchangeProperty(OVERDUE) Ledger.Overdue overdue) {
    List<Notification> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Placement placement : overdue.placements()) {
      PlacementRequest request = placement.request();
      if (!content.contains(request.interactionId())) {
        missing.add(request.requestId());
      } else if (isOpen(request.requestId())
          && told.putIfAbsent(request.requestId(), clock.instant()) == null) {
        found.add(SyntheticNotification.of(request));
        Duration ago = Duration.between(placement.updatedAt(), clock.instant());
        if (ago.compareTo(patience) >= 0) {
          missed.accept(request.workbin(), ago);
        }
      }
    }
    if (missing.isEmpty()) {
      looks.remove(overdue.workbin());
    } else {
      ledger.unconfirmed(missing, lookAgainAt(overdue.workbin()));
    }
    LOG.info(
        "Looked into workbin {}: {} placements found, {} not there",
        overdue.workbin(),
        found.size(),
        missing.size());
    return found;
  }

  /**
   * The workbin could not be read: its placements are looked for again later. Soon, if that was
   * GWS's trouble or this node's: another node, elected meanwhile, may be able to.
   */
  public void postpone(@ExchangeProperty(OVERDUE) Ledger.Overdue overdue, Exchange exchange) {
    boolean isRefused =
        exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) instanceof GwsRejectedException;
    ledger.unconfirmed(
        overdue.placements().stream().map(p -> p.request().requestId()).toList(),
        isRefused ? lookAgainAt(overdue.workbin()) : clock.instant().plus(FIRST_LOOK_AGAIN));
  }

  private boolean isOpen(String requestId) {
    return ledger.find(requestId).filter(now -> !now.state().isSettled()).isPresent();
  }

  private Instant lookAgainAt(GroupWorkbin workbin) {
    int look = looks.merge(workbin, 1, Integer::sum);
    long millis = FIRST_LOOK_AGAIN.toMillis() << Math.min(look - 1, 10);
    return clock.instant().plusMillis(Math.min(millis, LONGEST_LOOK_AGAIN.toMillis()));
  }
}
