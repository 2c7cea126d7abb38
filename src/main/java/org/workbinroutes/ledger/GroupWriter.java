package org.workbinroutes.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.workbinroutes.placement.Ledger;

/**
 * Writes what many callers want written with as few commits as possible: one thread writes all that
 * has gathered while it wrote the last group. It never waits for more to come, so that a single
 * caller is not slowed down and many callers share a commit. The queue is bounded: who comes to a
 * full one waits.
 */
final class GroupWriter implements AutoCloseable {
  private final int capacity;
  private final int largestGroup;
  private final Duration idle;
  private final Consumer<List<Pending<?>>> group;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition notFull = lock.newCondition();
  private final Queue<Pending<?>> queue = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts the writer.
   *
   * @param largestGroup how many rows are written at once at the most; a change of more rows is
   *     written alone
   * @param idle how long nothing must have come for an empty group to be written
   * @param group writes a group and tells each change's caller; must not throw
   */
  GroupWriter(
      String name,
      int capacity,
      int largestGroup,
      Duration idle,
      Consumer<List<Pending<?>>> group) {
    this.idle = idle;
    this.capacity = capacity;
    this.largestGroup = largestGroup;
    this.group = group;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Has a change written; waits while the queue is full.
   *
   * @return what the change tells, once it is written; completed by the writer's thread
   * @throws Ledger.UnavailableException if the writer is closed or the wait is interrupted; the
   *     change is not made then
   */
  <R> CompletableFuture<R> submit(Change<R> change) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException(
          "The ledger was called by its own thread, which would wait for itself: use another"
              + " executor for the step after confirm");
    }
    Pending<R> pending = new Pending<>(change);
    try {
      lock.lockInterruptibly();
      try {
        while (queue.size() >= capacity && !closed) {
          notFull.await();
        }
        if (closed) {
          throw new Ledger.UnavailableException("The ledger is closed", null);
        }
        queue.add(pending);
        notEmpty.signal();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Ledger.UnavailableException("Interrupted before the ledger was written", e);
    }
    return pending.result();
  }

  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (isWanted()) {
      List<Pending<?>> next = gathered();
      try {
        group.accept(next);
      } catch (Throwable e) {
        // Whatever it is, callers must not wait for ever and the next group may fare better.
        next.forEach(pending -> pending.fail(e));
      }
    }
  }

  /** Waits for something to write; false if the writer is closed and nothing is left. */
  private boolean isWanted() {
    lock.lock();
    try {
      long left = idle.toNanos();
      while (queue.isEmpty() && !closed && left > 0) {
        left = notEmpty.awaitNanos(left);
      }
      return !closed || !queue.isEmpty();
    } catch (InterruptedException nobodyInterruptsIt) {
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** All that waits, as far as it fits in one group. */
  private List<Pending<?>> gathered() {
    lock.lock();
    try {
      List<Pending<?>> next = new ArrayList<>(Math.min(queue.size(), largestGroup));
      int size = 0;
      while (!queue.isEmpty() && (next.isEmpty() || size + size(queue.peek()) <= largestGroup)) {
        size += size(queue.peek());
        next.add(queue.remove());
      }
      notFull.signalAll();
      return next;
    } finally {
      lock.unlock();
    }
  }

  private static int size(Pending<?> pending) {
    return Math.max(1, pending.change().ids().size());
  }

  /** Takes nothing more, writes what waits and ends; gives up waiting for that after 10 s. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      notEmpty.signalAll();
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A change that waits to be written. */
  record Pending<R>(Change<R> change, CompletableFuture<R> result) {
    Pending(Change<R> change) {
      this(change, new CompletableFuture<>());
    }

    /**
     * Makes the change in a set of rows.
     *
     * @return tells the caller what the change told, or that it failed: to be run when the rows are
     *     safe
     */
    Runnable applyTo(WorkingSet rows) {
      try {
        R told = change.apply(rows);
        return () -> result.complete(told);
      } catch (RuntimeException e) {
        return () -> result.completeExceptionally(e);
      }
    }

    void fail(Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
