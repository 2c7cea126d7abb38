package org.workbinroutes.sink.spool;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Has work done in order within a lane, and the lanes side by side, as many as there are threads. A
 * lane that is held up holds up no other, as long as a thread is left. A thread that is done with
 * one item takes the next that may be done: to wake a thread for each would cost more than most
 * work does.
 *
 * <p>It is unbounded: who adds work counts what is under way.
 */
final class Lanes<T> {
  private final Executor threads;
  private final int width;
  private final Function<T, String> laneOf;
  private final Consumer<T> work;

  /** What waits in each lane that has work, under way or waiting. */
  private final Map<String, Deque<T>> lanes = new HashMap<>();

  /** The lanes with work of which none is under way; each has its turn. */
  private final Deque<String> ready = new ArrayDeque<>();

  private int workers;
  private int running;

  /**
   * Makes lanes without work.
   *
   * @param threads at least as many as the width
   */
  Lanes(Executor threads, int width, Function<T, String> laneOf, Consumer<T> work) {
    this.threads = threads;
    this.width = width;
    this.laneOf = laneOf;
    this.work = work;
  }

  /** Adds each to the end of its lane, in their order. */
  synchronized void addAll(Collection<T> items) {
    for (T item : items) {
      String lane = laneOf.apply(item);
      Deque<T> line = lanes.get(lane);
      if (line == null) {
        line = new ArrayDeque<>();
        lanes.put(lane, line);
        ready.add(lane);
      }
      line.add(item);
    }
    wakeWorkers();
  }

  /** Forgets what has not begun. */
  synchronized void clear() {
    lanes.values().forEach(Deque::clear);
  }

  /** How many items are worked on at this moment. */
  synchronized int running() {
    return running;
  }

  private void wakeWorkers() {
    try {
      for (int wanted = ready.size(); wanted > 0 && workers < width; wanted--) {
        workers++;
        threads.execute(this::workOn);
      }
    } catch (RejectedExecutionException stopped) {
      workers--;
      ready.forEach(lanes::remove);
      ready.clear();
    }
  }

  private void workOn() {
    boolean isDone = false;
    try {
      while (workOnNext()) {
        // as long as there is something to do
      }
      isDone = true;
    } finally {
      if (!isDone) {
        replaceWorker();
      }
    }
  }

  private synchronized void replaceWorker() {
    workers--;
    wakeWorkers();
  }

  /** False if there is nothing to do, and this worker does not count any more. */
  private boolean workOnNext() {
    String lane;
    T item;
    synchronized (this) {
      do {
        lane = ready.poll();
        if (lane == null) {
          workers--;
          return false;
        }
        item = lanes.get(lane).poll();
        if (item == null) {
          lanes.remove(lane);
        }
      } while (item == null);
      running++;
    }
    try {
      work.accept(item);
    } finally {
      synchronized (this) {
        running--;
        if (lanes.get(lane).isEmpty()) {
          lanes.remove(lane);
        } else {
          // to the end of the line: other lanes have their turn
          ready.add(lane);
        }
      }
    }
    return true;
  }
}
