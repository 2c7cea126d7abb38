package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** A line on its way to the file. Who writes it, for its caller or for another, settles it. */
final class Line {
  private final byte[] bytes;
  private final boolean sync;
  private final Semaphore signal = new Semaphore(0);
  private volatile boolean settled;
  private Exception failure;

  /**
   * Makes a line.
   *
   * @param bytes its bytes, with the line end
   * @param sync whether it counts only once it is on the disk
   */
  Line(byte[] bytes, boolean sync) {
    this.bytes = bytes;
    this.sync = sync;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean wantsSync() {
    return sync;
  }

  boolean isSettled() {
    return settled;
  }

  /** Settles the line: null for written as it was asked for, else why not. */
  void settle(Exception why) {
    failure = why;
    settled = true;
    signal.release();
  }

  /** Has the caller look again whether he can write it himself. */
  void wake() {
    signal.release();
  }

  /** Waits until the line is settled or its caller woken. */
  void await() {
    signal.acquireUninterruptibly();
  }

  /** Tells the caller if the line may not be in the file. */
  void check() throws IOException {
    if (failure != null) {
      // the one failure is told to many threads
      throw new IOException(failure.getMessage(), failure);
    }
  }
}
