package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that grows by whole lines: a line is in it entirely or not at all, whoever writes at the
 * same time in this JVM. It stays open; whoever moves it away, removes or replaces it has the next
 * line go to a file of the old name.
 *
 * <p>Lines are written in groups: who comes while the disk works shares the next sync with all who
 * came meanwhile.
 */
final class NdjsonFile {
  private static final Logger LOG = LoggerFactory.getLogger(NdjsonFile.class);

  private final Path path;
  private final RollRule rule;
  private final RolledFiles rolled;
  private final OpenFile.Disk disk;
  private final Clock clock;
  private final Executor housekeeping;
  private final AtomicBoolean tidying = new AtomicBoolean();
  private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private OpenFile open;

  /**
   * Makes a file; nothing is opened before the first line.
   *
   * @param rolled looks after those that were closed
   * @param housekeeping packs and removes closed files, away from the deliveries
   */
  NdjsonFile(
      Path path,
      RollRule rule,
      RolledFiles rolled,
      OpenFile.Disk disk,
      Clock clock,
      Executor housekeeping) {
    this.path = path;
    this.rule = rule;
    this.rolled = rolled;
    this.disk = disk;
    this.clock = clock;
    this.housekeeping = housekeeping;
  }

  /**
   * Appends one line.
   *
   * @param json the text, without a line end
   * @param sync whether to wait until it is on the disk
   * @throws IOException if it could not be written, or not be brought to the disk for sure
   */
  void append(String json, boolean sync) throws IOException {
    Line line = new Line((json + '\n').getBytes(StandardCharsets.UTF_8), sync);
    // as many wait here as there are callers
    waiting.add(line);
    while (!line.isSettled()) {
      if (lock.tryLock()) {
        try {
          // who had the lock before may have written this one too
          if (!line.isSettled()) {
            writeOrFail(gathered());
          }
        } finally {
          lock.unlock();
          wakeNext();
        }
      } else {
        line.await();
      }
    }
    line.check();
  }

  /** Who came after the last group was gathered has nobody else to write for him. */
  private void wakeNext() {
    Line next = waiting.peek();
    if (next != null) {
      next.wake();
    }
  }

  private List<Line> gathered() {
    List<Line> lines = new ArrayList<>();
    for (Line line = waiting.poll(); line != null; line = waiting.poll()) {
      lines.add(line);
    }
    return lines;
  }

  /** Settles every line, whatever happens: its caller waits for it. */
  private void writeOrFail(List<Line> lines) {
    try {
      write(lines);
    } finally {
      for (Line line : lines) {
        if (!line.isSettled()) {
          line.settle(new IOException("The line may not be written: the writing broke off"));
        }
      }
    }
  }

  private void write(List<Line> lines) {
    List<Line> written = new ArrayList<>(lines.size());
    LocalDate today = LocalDate.now(clock);
    try {
      OpenFile file = current();
      for (Line line : lines) {
        if (rule.isDue(file.size(), file.written(), line.bytes().length, today)) {
          settle(file, written);
          file = roll(file);
        }
        file.add(line.bytes(), today);
        written.add(line);
      }
    } catch (IOException | RuntimeException failed) {
      lines.stream()
          .filter(line -> !line.isSettled() && !written.contains(line))
          .forEach(line -> line.settle(failed));
    }
    settle(open, written);
  }

  /** Brings lines to the disk, if one of them wants it, and settles them. */
  private void settle(OpenFile file, List<Line> written) {
    Exception failure = null;
    if (written.stream().anyMatch(Line::wantsSync)) {
      try {
        file.force();
      } catch (IOException failed) {
        failure = failed;
      }
    }
    for (Line line : written) {
      line.settle(line.wantsSync() ? failure : null);
    }
    written.clear();
  }

  private OpenFile current() throws IOException {
    if (open != null && open.isCurrent()) {
      return open;
    }
    if (open == null) {
      tidyLater();
    }
    release();
    open = OpenFile.open(path, disk, clock.getZone());
    return open;
  }

  private OpenFile roll(OpenFile full) throws IOException {
    release();
    rolled.take(path, full.written());
    tidyLater();
    open = OpenFile.open(path, disk, clock.getZone());
    return open;
  }

  private void release() throws IOException {
    OpenFile old = open;
    open = null;
    if (old != null) {
      old.close();
    }
  }

  private void tidyLater() {
    if (tidying.compareAndSet(false, true)) {
      try {
        housekeeping.execute(this::tidy);
      } catch (RejectedExecutionException stopping) {
        // the next start does it
        tidying.set(false);
      }
    }
  }

  private void tidy() {
    tidying.set(false);
    try {
      rolled.tidy();
    } catch (IOException failed) {
      LOG.warn("Closed files beside {} could not all be packed or removed", path, failed);
    }
  }

  /**
   * Closes the file; the next line opens it again.
   *
   * @throws IOException if it cannot be closed
   */
  void close() throws IOException {
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }
}
