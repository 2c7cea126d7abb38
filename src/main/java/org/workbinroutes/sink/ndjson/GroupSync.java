package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces one open file to the disk for as many callers as possible: who comes while the disk works
 * shares the next sync with all who came meanwhile.
 *
 * <p>A sync that failed is final. The system may have dropped what it could not write, and a second
 * sync would tell of success: all whose line was not safe yet learn of the failure, and the file
 * has to be opened anew.
 */
final class GroupSync {
  /** Forces a file's content to the disk. */
  @FunctionalInterface
  interface Disk {
    /**
     * Returns when all that was written is on the disk.
     *
     * @param file the open file
     * @throws IOException if that is not sure
     */
    void force(FileChannel file) throws IOException;
  }

  private final FileChannel file;
  private final Disk disk;
  private final AtomicLong written = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private long safe;
  private volatile IOException failure;

  GroupSync(FileChannel file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /** {@return the number of a line that was just written, to be waited for} */
  long wrote() {
    return written.incrementAndGet();
  }

  /** {@return whether a sync failed, so that the file must not be used any more} */
  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Waits until a line is on the disk.
   *
   * @param line its number
   * @throws IOException if it may not be
   */
  void await(long line) throws IOException {
    lock.lock();
    try {
      if (safe >= line) {
        return;
      }
      if (failure != null) {
        throw new IOException("The line was written, but not to the disk for sure", failure);
      }
      long upTo = written.get();
      try {
        disk.force(file);
      } catch (IOException failed) {
        failure = failed;
        throw failed;
      }
      safe = upTo;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was written is on the disk, and closes the file. */
  void close() throws IOException {
    try (file) {
      await(written.get());
    }
  }
}
