package org.workbinroutes.intake;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How far a file is. Counted by the threads that read and place it, looked at by any.
 *
 * <p>The clock for the rate is the steady one; the times that are shown are those of the wall.
 */
final class FileProgress {
  /** Where a file can be. */
  enum State {
    WAITING,
    BLOCKED,
    READING,
    DONE,
    FAILED
  }

  private final String name;
  private final String intake;
  private final LongSupplier bytesTotal;
  private final LongSupplier bytesRead;
  private final Instant startedAt = Instant.now();
  private final long startNanos = System.nanoTime();
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private volatile long lines;
  private volatile End end;

  FileProgress(String name, String intake, LongSupplier bytesTotal, LongSupplier bytesRead) {
    this.name = name;
    this.intake = intake;
    this.bytesTotal = bytesTotal;
    this.bytesRead = bytesRead;
  }

  String name() {
    return name;
  }

  /** Counts a record that was read. Called by one thread at a time. */
  void read(long linesBefore, long line) {
    records.incrementAndGet();
    lines = linesBefore + line;
  }

  /** Counts a record; returns how many of its kind there are with it. */
  long placed() {
    return placed.incrementAndGet();
  }

  /** Counts a record; returns how many of its kind there are with it. */
  long refused() {
    return refused.incrementAndGet();
  }

  /** Counts a record; returns how many of its kind there are with it. */
  long failed() {
    return failed.incrementAndGet();
  }

  Counts counts() {
    return new Counts(placed.get(), refused.get(), failed.get());
  }

  /** Nothing is counted after this. */
  void end(State state) {
    end = new End(state, Instant.now(), System.nanoTime(), bytesTotal.getAsLong());
  }

  /** The file was looked through, and is read from its beginning now. */
  void restart() {
    records.set(0);
    lines = 0;
  }

  String summary() {
    return placed + " placed, " + refused + " refused, " + failed + " failed";
  }

  Snapshot snapshot() {
    End ended = end;
    long total = ended == null ? bytesTotal.getAsLong() : ended.bytesTotal();
    long read = ended == null ? bytesRead.getAsLong() : total;
    double seconds =
        Math.max(1, (ended == null ? System.nanoTime() : ended.nanos()) - startNanos) / 1e9;
    long settled = placed.get() + refused.get() + failed.get();
    Long secondsLeft = null;
    if (ended == null && read > 0 && total >= read) {
      secondsLeft = Math.round(seconds * (total - read) / read);
    }
    return new Snapshot(
        name,
        intake,
        ended == null ? State.READING : ended.state(),
        read,
        total,
        lines,
        records.get(),
        placed.get(),
        refused.get(),
        failed.get(),
        Math.round(settled / seconds * 10) / 10.0,
        ended == null ? secondsLeft : Long.valueOf(0),
        startedAt,
        ended == null ? null : ended.at(),
        null,
        null,
        null);
  }

  /** Records of a file by their outcome. */
  record Counts(long placed, long refused, long failed) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts max(Counts other) {
      return new Counts(
          Math.max(placed, other.placed),
          Math.max(refused, other.refused),
          Math.max(failed, other.failed));
    }
  }

  private record End(State state, Instant at, long nanos, long bytesTotal) {}

  /**
   * How a file was at one time.
   *
   * @param placed records that are in their workbins, or on their way
   * @param failed records that could not be placed
   * @param ratePerSecond records a second that were settled
   * @param secondsLeft a guess; null if there is none
   * @param startedAt null if it waits
   * @param endedAt null if it is not read to its end
   * @param reason why it is blocked; null if it is not
   * @param blockedSince null if that is not known
   * @param nextTry when it is tried again; null if it waits for somebody to change something
   */
  record Snapshot(
      String name,
      String intake,
      State state,
      long bytesRead,
      long bytesTotal,
      long linesRead,
      long recordsRead,
      long placed,
      long refused,
      long failed,
      double ratePerSecond,
      Long secondsLeft,
      Instant startedAt,
      Instant endedAt,
      String reason,
      Instant blockedSince,
      Instant nextTry) {
    /** Of a file that waits, or stays where it is if there is a reason. */
    static Snapshot lying(
        String name,
        String intake,
        long bytes,
        String reason,
        Instant blockedSince,
        Instant nextTry) {
      return new Snapshot(
          name,
          intake,
          reason == null ? State.WAITING : State.BLOCKED,
          0,
          bytes,
          0,
          0,
          0,
          0,
          0,
          0,
          null,
          null,
          null,
          reason,
          blockedSince,
          nextTry);
    }
  }
}
