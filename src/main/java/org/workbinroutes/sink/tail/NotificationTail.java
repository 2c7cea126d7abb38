package org.workbinroutes.sink.tail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.workbinroutes.sink.spool.SpoolEntry;

/**
 * The last notifications that were put in the spool, as the texts that lie there. The oldest give
 * way to new ones, so that nobody who looks on holds anything up; whoever is too slow is told what
 * he missed. Safe for use by many threads.
 */
public final class NotificationTail {
  /** How many notifications are kept. */
  public static final int MOST_NOTIFICATIONS = 1_000;

  /** How many characters all notifications that are kept have together: 8 Mi. */
  public static final int MOST_CHARACTERS = 8 * 1024 * 1024;

  private final Deque<String> texts = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final String run;

  /** The number of the newest text; the first is 1. */
  private long newest;

  private long characters;

  /** Makes an empty tail. */
  public NotificationTail() {
    this(RandomGenerator.getDefault());
  }

  NotificationTail(RandomGenerator random) {
    this.run = HexFormat.of().toHexDigits(random.nextInt());
  }

  public void addAll(List<SpoolEntry> entries) {
    lock.lock();
    try {
      entries.forEach(entry -> add(entry.text()));
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(String text) {
    texts.addLast(text);
    newest++;
    characters += text.length();
    while (texts.size() > MOST_NOTIFICATIONS
        || (characters > MOST_CHARACTERS && texts.size() > 1)) {
      characters -= texts.removeFirst().length();
    }
  }

  /**
   * Where the tail ends now.
   *
   * @return the position after the newest notification
   */
  public Position end() {
    lock.lock();
    try {
      return new Position(run, newest);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The notifications after a position. Waits for one if there is none.
   *
   * @param after where to begin; one of an earlier run of the product begins with the oldest
   * @param limit how many at the most, at least 1
   * @return the notifications, none if the wait was in vain
   * @throws InterruptedException if interrupted while waiting
   */
  public Page after(Position after, int limit, long waitMillis) throws InterruptedException {
    boolean sameRun = after.run().equals(run);
    long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
    lock.lockInterruptibly();
    try {
      long from = sameRun ? Math.min(after.number(), newest) : 0;
      while (from == newest && left > 0) {
        left = more.awaitNanos(left);
      }
      long oldest = newest - texts.size();
      long begin = Math.max(from, oldest);
      List<String> page = new ArrayList<>();
      long skip = begin - oldest;
      for (String text : texts) {
        if (skip-- > 0) {
          continue;
        }
        if (page.size() == limit) {
          break;
        }
        page.add(text);
      }
      return new Page(page, begin - from, new Position(run, begin + page.size()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A place in the tail.
   *
   * @param number of the last notification before it
   */
  public record Position(String run, long number) {
    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Position parse(String text) {
      int dot = text.indexOf('.');
      String run = dot < 0 ? "" : text.substring(0, dot);
      String number = text.substring(dot + 1);
      boolean wellFormed =
          run.length() == 8
              && run.chars().allMatch(c -> Character.digit(c, 16) >= 0)
              && !number.isEmpty()
              && number.length() <= 18
              && number.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!wellFormed) {
        throw new IllegalArgumentException("It is no position: take the one of the last answer");
      }
      return new Position(run, Long.parseLong(number));
    }

    @Override
    public String toString() {
      return run + "." + number;
    }
  }

  /**
   * A part of the tail.
   *
   * @param missed how many have gone before they could be read
   */
  public record Page(List<String> texts, long missed, Position next) {
    public Page {
      texts = List.copyOf(texts);
    }
  }
}
