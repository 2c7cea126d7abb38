package org.workbinroutes.sink.spool;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;

/**
 * Carries a sink's notifications from its queue to its lanes, and tells the queue which were
 * delivered. One thread does both, as JMS wants it. It takes no more out of the queue than a fixed
 * number and size, so that the rest waits on the broker.
 */
final class SinkReader implements Runnable {
  /** How many notifications are under way at most; a lane that is held up fills it in the end. */
  static final int ROOM = 1_000;

  private static final long ROOM_CHARACTERS = 16L * 1024 * 1024;
  private static final int MOST_AT_ONCE = 100;
  private static final int GROUP = 50;
  private static final long LONGEST_UNSETTLED_NANOS = 5_000_000;
  private static final long IDLE_MILLIS = 250;
  private static final long BUSY_MILLIS = 20;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final Logger LOG = LoggerFactory.getLogger(SinkReader.class);

  private final String sink;
  private final SinkQueue queue;
  private final Lanes<Waiting> lanes;
  private final BlockingQueue<Waiting> delivered = new LinkedBlockingQueue<>();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final OutageLog spool;
  private int underWay;
  private long characters;
  private long settledAt = System.nanoTime();

  SinkReader(String sink, SinkQueue queue, Lanes<Waiting> lanes) {
    this.sink = sink;
    this.queue = queue;
    this.lanes = lanes;
    this.spool = new OutageLog(LOG, "The spool of sink " + sink, Clock.systemUTC());
  }

  /** A lane is done with one. */
  void delivered(Waiting waiting) {
    delivered.add(waiting);
  }

  /** Begins nothing more. What is being delivered at the moment is seen to its end. */
  void end() {
    ending.countDown();
  }

  boolean isEnding() {
    return ending.getCount() == 0;
  }

  /** Waits; true if the reader is about to end. */
  boolean awaitEnding(long millis) throws InterruptedException {
    return ending.await(millis, TimeUnit.MILLISECONDS);
  }

  boolean awaitConnected(long millis) throws InterruptedException {
    return connected.await(millis, TimeUnit.MILLISECONDS);
  }

  boolean awaitEnded(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void run() {
    try {
      long pause = FIRST_PAUSE_MILLIS;
      while (!isEnding()) {
        try {
          turn();
          connected.countDown();
          spool.succeeded();
          pause = FIRST_PAUSE_MILLIS;
        } catch (SpoolUnavailableException unavailable) {
          long next = pause;
          spool.failed(
              unavailable.getClass().getSimpleName(),
              () -> "the sink waits for it, next look in " + next + " ms");
          LOG.debug("Sink {} waits for the spool", sink, unavailable);
          ending.await(pause, TimeUnit.MILLISECONDS);
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
      lanes.clear();
      while (lanes.running() > 0) {
        settleNext();
      }
      settleAll();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (SpoolUnavailableException unavailable) {
      LOG.warn("Sink {} may get its last notifications a second time: the spool is away", sink);
      LOG.debug("The spool of sink {} is away", sink, unavailable);
    } finally {
      queue.close();
      ended.countDown();
    }
  }

  private void turn() throws SpoolUnavailableException, InterruptedException {
    if (underWay >= ROOM || characters >= ROOM_CHARACTERS) {
      settleNext();
      return;
    }
    List<Waiting> next =
        queue.receive(
            Math.min(MOST_AT_ONCE, ROOM - underWay), underWay == 0 ? IDLE_MILLIS : BUSY_MILLIS);
    for (Waiting one : next) {
      underWay++;
      characters += one.size();
    }
    lanes.addAll(next);
    // a broker has about as much work with one of them as with a group
    if (next.isEmpty()
        || delivered.size() >= GROUP
        || System.nanoTime() - settledAt > LONGEST_UNSETTLED_NANOS) {
      settleAll();
    }
  }

  /** Waits a moment for one to be delivered. */
  private void settleNext() throws SpoolUnavailableException, InterruptedException {
    Waiting first = delivered.poll(BUSY_MILLIS, TimeUnit.MILLISECONDS);
    List<Waiting> group = new ArrayList<>();
    if (first != null) {
      group.add(first);
    }
    settle(group);
  }

  private void settleAll() throws SpoolUnavailableException {
    settle(new ArrayList<>());
  }

  /** Tells the queue of these and of all others that were delivered. */
  private void settle(List<Waiting> group) throws SpoolUnavailableException {
    delivered.drainTo(group);
    settledAt = System.nanoTime();
    if (group.isEmpty()) {
      return;
    }
    for (Waiting one : group) {
      underWay--;
      characters -= one.size();
    }
    queue.delivered(group);
  }
}
