package org.workbinroutes.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.Notification;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.LedgerView.Sighting;
import org.workbinroutes.placement.Placement;

/**
 * Asks the ledger which placements of ours notifications confirm. A ledger that fails or is slow is
 * left alone for a while: notifications must not wait for it. For one caller at a time.
 */
final class PlacementLookup {
  /** How long an answer may take. */
  static final Duration PATIENCE = Duration.ofMillis(500);

  /** How long a ledger that did not answer is not asked again. */
  static final Duration REST = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PlacementLookup.class);

  private final LedgerView ledger;
  private final Executor thread;
  private final LongSupplier nanoTime;
  private long restUntil;
  private boolean resting;

  /**
   * Makes a lookup.
   *
   * @param thread asks it; refuses while it still waits for an answer
   */
  PlacementLookup(LedgerView ledger, Executor thread, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.thread = thread;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks for the placements of a group of notifications with one question.
   *
   * @return the placement of each that confirms one of ours, by identity, and nothing for the
   *     others; empty if the ledger does not answer
   */
  Optional<IdentityHashMap<Notification, ConfirmedPlacement>> find(
      Collection<Notification> notifications) {
    List<Sighting> sightings = new ArrayList<>();
    for (Notification notification : notifications) {
      if (notification.isItemAdded()) {
        sightings.add(sighting(notification));
      }
    }
    if (sightings.isEmpty()) {
      return Optional.of(new IdentityHashMap<>());
    }
    return ask(sightings)
        .map(
            sent -> {
              IdentityHashMap<Notification, ConfirmedPlacement> found = new IdentityHashMap<>();
              if (!sent.isEmpty()) {
                for (Notification notification : notifications) {
                  if (notification.isItemAdded()) {
                    List<Placement> placements = sent.get(sighting(notification));
                    if (placements != null) {
                      found.put(notification, confirmed(placements, notification.referenceId()));
                    }
                  }
                }
              }
              return found;
            });
  }

  private static Sighting sighting(Notification notification) {
    return new Sighting(notification.workbin(), notification.interactionId());
  }

  /** The one GWS means, else the latest that still waits, else the latest. */
  private static ConfirmedPlacement confirmed(List<Placement> placements, Long referenceId) {
    Placement best = null;
    for (Placement placement : placements) {
      if (referenceId != null && referenceId.equals(placement.referenceId())) {
        return ConfirmedPlacement.of(placement);
      }
      if (best == null || (best.state().isSettled() && !placement.state().isSettled())) {
        best = placement;
      }
    }
    return ConfirmedPlacement.of(best);
  }

  private Optional<Map<Sighting, List<Placement>>> ask(List<Sighting> sightings) {
    if (resting && nanoTime.getAsLong() - restUntil < 0) {
      return Optional.empty();
    }
    try {
      Map<Sighting, List<Placement>> sent =
          CompletableFuture.supplyAsync(() -> ledger.sentTo(sightings), thread)
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (resting) {
        resting = false;
        LOG.info("The ledger answers again: sinks are told whose notifications are");
      }
      return Optional.of(sent);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
      if (!resting) {
        LOG.warn(
            "The ledger does not answer: until it does, sinks are not told which notifications"
                + " confirm placements of ours ({})",
            failure.getClass().getSimpleName());
        LOG.debug("The cause:", failure);
      }
      rest();
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void rest() {
    resting = true;
    restUntil = nanoTime.getAsLong() + REST.toNanos();
  }
}
