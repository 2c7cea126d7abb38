package org.workbinroutes.sink.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for one sink, in memory, up to a number and a size. */
final class MemorySinkQueue implements SinkQueue {
  private static final long MOST_CHARACTERS = 32L * 1024 * 1024;
  private static final long COMPLAIN_MILLIS = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(MemorySinkQueue.class);

  private record Entry(Waiting waiting, Runnable delivered) {}

  private final String sink;
  private final int room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final Map<Waiting, Entry> underWay = new LinkedHashMap<>();
  private long characters;
  private boolean shut;

  MemorySinkQueue(String sink, int room) {
    this.sink = sink;
    this.room = room;
  }

  /** Adds notifications, and waits whenever there is no room. */
  void putAll(List<Waiting> some) throws InterruptedException, SpoolUnavailableException {
    lock.lockInterruptibly();
    try {
      for (Waiting one : some) {
        if (isFull()) {
          // who reads has not heard yet of what was added
          changed.signalAll();
        }
        while (!isRoom(COMPLAIN_MILLIS)) {
          LOG.warn("Sink {} has {} notifications waiting: no more are taken from GWS", sink, room);
        }
        add(one, () -> {});
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a notification.
   *
   * @return false if there was no room
   */
  boolean offer(Waiting one, Runnable delivered, long millis)
      throws InterruptedException, SpoolUnavailableException {
    lock.lockInterruptibly();
    try {
      if (!isRoom(millis)) {
        return false;
      }
      add(one, delivered);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is room, at most for a time; false if there is none. */
  private boolean isRoom(long millis) throws InterruptedException, SpoolUnavailableException {
    long left = TimeUnit.MILLISECONDS.toNanos(millis);
    while (isFull()) {
      if (shut) {
        throw new SpoolUnavailableException("The queue of sink " + sink + " is full", null);
      }
      if (left <= 0) {
        return false;
      }
      left = changed.awaitNanos(left);
    }
    return true;
  }

  private void add(Waiting one, Runnable delivered) {
    waiting.add(new Entry(one, delivered));
    characters += one.size();
  }

  private boolean isFull() {
    return waiting.size() + underWay.size() >= room || characters >= MOST_CHARACTERS;
  }

  @Override
  public List<Waiting> receive(int limit, long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Waiting> next = new ArrayList<>(Math.min(limit, waiting.size()));
      while (next.size() < limit && !waiting.isEmpty()) {
        Entry entry = waiting.remove();
        underWay.put(entry.waiting(), entry);
        next.add(entry.waiting());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delivered(List<Waiting> some) {
    List<Entry> entries = new ArrayList<>(some.size());
    lock.lock();
    try {
      for (Waiting one : some) {
        Entry entry = underWay.remove(one);
        if (entry != null) {
          entries.add(entry);
          characters -= one.size();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    entries.forEach(entry -> entry.delivered().run());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      List<Entry> back = new ArrayList<>(underWay.values());
      underWay.clear();
      for (int i = back.size() - 1; i >= 0; i--) {
        waiting.addFirst(back.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size() + underWay.size();
    } finally {
      lock.unlock();
    }
  }

  /** From now on nobody waits for room: who comes to a full queue is refused. */
  void shut() {
    lock.lock();
    try {
      shut = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
