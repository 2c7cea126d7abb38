package org.workbinroutes.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.ServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes changes in the order in which they were made, each after the answer of the request that
 * made it.
 */
final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  // an answer that is stuck in a slow connection must not silence everybody else
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final List<Change> kept = new ArrayList<>();
  private final Subscriptions subscriptions;
  private final NotificationFaults faults;
  private final Counters counters;
  private final ScheduledExecutorService scheduler;
  private final Thread thread;

  Notifier(
      Subscriptions subscriptions,
      NotificationFaults faults,
      Counters counters,
      ScheduledExecutorService scheduler) {
    this.subscriptions = subscriptions;
    this.faults = faults;
    this.counters = counters;
    this.scheduler = scheduler;
    thread = new Thread(this::run, "gws-simulator-notifier");
    thread.setDaemon(true);
    thread.start();
  }

  void enqueue(Change change) {
    changes.add(change);
  }

  void release(Change change) {
    change.release();
    // cheap when the thread is awake, and it is not worth a signal when it waits for a change
    LockSupport.unpark(thread);
  }

  /** Delivers what the reorder fault has kept back. */
  void releaseKept() {
    synchronized (kept) {
      Collections.reverse(kept);
      kept.forEach(this::deliver);
      kept.clear();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Change change = changes.take();
        awaitRelease(change);
        publishSafely(change);
        change.published().complete(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitRelease(Change change) {
    long start = System.nanoTime();
    while (!change.isReleased()
        && System.nanoTime() - start < LONGEST_WAIT_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }

  // one message that cannot be written must not silence all that follow
  private void publishSafely(Change change) {
    try {
      publish(change);
    } catch (RuntimeException e) {
      LOG.warn("A notification about workbin {} was not published", change.bin().workbinId(), e);
    }
  }

  private void publish(Change change) {
    if (change.onlyTo() != null) {
      if (!faults.dropConfirmations.take()) {
        send(change, change.onlyTo().listeners().stream().filter(Listener::listening).toList());
      }
      return;
    }
    if (faults.drop.take()) {
      return;
    }
    if (faults.delay.take()) {
      var unused =
          scheduler.schedule(
              () -> deliver(change), faults.delayBy().toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    if (faults.reorder.take()) {
      synchronized (kept) {
        kept.add(change);
      }
      if (faults.reorder.isSpent()) {
        releaseKept();
      }
      return;
    }
    deliver(change);
    if (faults.repeat.take()) {
      deliver(change);
    }
  }

  private void deliver(Change change) {
    List<Listener> listeners = subscriptions.listeners(change.bin());
    if (listeners.isEmpty()) {
      counters.unheard.increment();
    } else {
      counters.notifications.add(listeners.size());
      send(change, listeners);
    }
  }

  private static void send(Change change, Collection<Listener> listeners) {
    ServerMessage.Mutable message = null;
    for (Listener listener : listeners) {
      if (message == null) {
        message = listener.session().getBayeuxServer().newMessage();
        message.setChannel(Listener.CHANNEL);
        message.setData(change.data());
      }
      listener.session().deliver(null, message, Promise.noop());
    }
  }
}
