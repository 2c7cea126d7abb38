package org.workbinroutes.placement;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.gws.GwsClient;
import org.workbinroutes.placement.SubscriptionBoard.Standing;

/**
 * Has the elected node hear of the workbins that the others place into: a node that does not hear
 * itself waits before its first call into a workbin until the elected one does, as a single node
 * waits for its own subscription. Safe for use by many threads.
 */
public final class SharedSubscriptions implements Consumer<GroupWorkbin>, AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 250;
  private static final long ASK_EVERY_MILLIS = 50;

  /** How long the board is not asked again for a workbin that is not heard of. */
  private static final Duration NO_NEW_LOOK = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(SharedSubscriptions.class);

  private final SubscriptionBoard board;
  private final Supplier<GwsClient> gws;
  private final Duration patience;
  private final ScheduledExecutorService timer;
  private ScheduledFuture<?> looking;

  /** Until when a workbin is not asked for. */
  private final Map<GroupWorkbin, Long> settled = new ConcurrentHashMap<>();

  /** Workbins that were waited for: one that is never heard of slows one call and no other. */
  private final Set<GroupWorkbin> waitedFor = ConcurrentHashMap.newKeySet();

  private final LongSupplier nanos;

  /**
   * Makes a node's part.
   *
   * @param timer looks at the board while this node hears
   * @param nanos measures waits, as {@link System#nanoTime()} does
   */
  public SharedSubscriptions(
      SubscriptionBoard board,
      Supplier<GwsClient> gws,
      Duration patience,
      ScheduledExecutorService timer,
      LongSupplier nanos) {
    this.nanos = nanos;
    this.board = board;
    this.gws = gws;
    this.patience = patience;
    this.timer = timer;
  }

  /** Begins to look at the board; once there is a client. */
  public synchronized void start() {
    looking =
        timer.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Is told of a workbin that is about to be placed into, and returns when its notifications come,
   * or when they were waited for long enough. What is missed is found in the workbin later.
   */
  @Override
  public void accept(GroupWorkbin workbin) {
    Long until = settled.get(workbin);
    if (until != null && nanos.getAsLong() - until < 0) {
      return;
    }
    try {
      boolean isHeard = awaitHeard(workbin, waitedFor.add(workbin) ? patience : Duration.ZERO);
      Duration noNewLook = isHeard ? Duration.ofDays(365) : NO_NEW_LOOK;
      settled.put(workbin, nanos.getAsLong() + noNewLook.toNanos());
      if (!isHeard) {
        LOG.info(
            "Placing into workbin {}, which the elected node does not hear of: the confirmation may"
                + " come late",
            workbin);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (Ledger.UnavailableException away) {
      LOG.debug("The board of subscriptions could not be read", away);
    }
  }

  private boolean awaitHeard(GroupWorkbin workbin, Duration atMost) throws InterruptedException {
    long end = nanos.getAsLong() + atMost.toNanos();
    Standing standing = board.want(workbin);
    // this node's own subscription is waited for by the call itself
    while (standing == Standing.WANTED && !gws.get().isListening() && nanos.getAsLong() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
      standing = board.want(workbin);
    }
    return standing == Standing.HEARD || gws.get().isListening();
  }

  private void look() {
    try {
      GwsClient client = gws.get();
      if (client.isListening()) {
        board.all().forEach((workbin, standing) -> look(client, workbin, standing));
      }
    } catch (RuntimeException away) {
      LOG.debug("The board of subscriptions could not be read", away);
    }
  }

  private void look(GwsClient client, GroupWorkbin workbin, Standing before) {
    Standing now =
        switch (client.subscription(workbin)) {
          case NONE -> {
            client.subscribe(workbin);
            yield before;
          }
          case ASKED -> before;
          case ACKNOWLEDGED -> Standing.HEARD;
          case REFUSED -> Standing.REFUSED;
        };
    if (now != before) {
      board.enter(workbin, now);
    }
  }

  @Override
  public synchronized void close() {
    if (looking != null) {
      looking.cancel(false);
    }
  }
}
