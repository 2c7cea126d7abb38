package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that grows by whole lines: a line is in it entirely or not at all, whoever writes at the
 * same time in this JVM. It stays open; whoever moves it away, removes or replaces it has the next
 * line go to a file of the old name. Lines that are written at the same time share a sync.
 */
final class NdjsonFile {
  private static final Logger LOG = LoggerFactory.getLogger(NdjsonFile.class);

  private final Path path;
  private final RollRule rule;
  private final RolledFiles rolled;
  private final GroupSync.Disk disk;
  private final Clock clock;
  private final Executor housekeeping;
  private final AtomicBoolean tidying = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private OpenFile open;

  /**
   * Makes a file; nothing is opened before the first line.
   *
   * @param path the file
   * @param rule when a new one is begun
   * @param rolled looks after those that were closed
   * @param disk forces a file to the disk
   * @param clock tells the day, in its zone
   * @param housekeeping packs and removes closed files, away from the deliveries
   */
  NdjsonFile(
      Path path,
      RollRule rule,
      RolledFiles rolled,
      GroupSync.Disk disk,
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
    byte[] line = (json + '\n').getBytes(StandardCharsets.UTF_8);
    GroupSync group;
    long number;
    lock.lock();
    try {
      LocalDate today = LocalDate.now(clock);
      OpenFile file = current();
      if (rule.isDue(file.size(), file.written(), line.length, today)) {
        file = roll(file);
      }
      number = file.add(line, today);
      group = file.sync();
    } finally {
      lock.unlock();
    }
    if (sync) {
      group.await(number);
    }
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
    LocalDate written = full.written();
    release();
    rolled.take(path, written);
    tidyLater();
    open = OpenFile.open(path, disk, clock.getZone());
    return open;
  }

  /** Closes the open file; those who wait for a line of it learn what became of it. */
  private void release() {
    OpenFile old = open;
    open = null;
    if (old != null) {
      try {
        old.sync().close();
      } catch (IOException failed) {
        // who wrote what is not safe gets the same failure and tries again
        LOG.warn("{} was closed, but the end of it may not be on the disk", path, failed);
      }
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

  /** Closes the file; the next line opens it again. */
  void close() {
    lock.lock();
    try {
      release();
    } finally {
      lock.unlock();
    }
  }
}
