package org.workbinroutes.sink.spool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Has work done in order within a lane, and the lanes side by side, as many as there are threads. A
 * lane that is held up holds up no other, as long as a thread is left.
 *
 * <p>It is unbounded: who adds work counts what is under way.
 *
 * @param <T> what is worked on
 */
final class Lanes<T> {
  private final Executor threads;
  private final Consumer<T> work;
  private final Map<String, Deque<T>> lanes = new HashMap<>();
  private int running;

  Lanes(Executor threads, Consumer<T> work) {
    this.threads = threads;
    this.work = work;
  }

  /** Adds to the end of a lane. */
  synchronized void add(String lane, T item) {
    Deque<T> line = lanes.get(lane);
    if (line != null) {
      line.add(item);
      return;
    }
    line = new ArrayDeque<>();
    line.add(item);
    lanes.put(lane, line);
    go(lane);
  }

  /** Forgets what has not begun. */
  synchronized void clear() {
    lanes.values().forEach(Deque::clear);
  }

  /** How many items are worked on at this moment. */
  synchronized int running() {
    return running;
  }

  private void go(String lane) {
    try {
      threads.execute(() -> next(lane));
    } catch (RejectedExecutionException stopped) {
      lanes.remove(lane);
    }
  }

  private void next(String lane) {
    T item;
    synchronized (this) {
      item = lanes.get(lane).poll();
      if (item == null) {
        lanes.remove(lane);
        return;
      }
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
          go(lane);
        }
      }
    }
  }
}
