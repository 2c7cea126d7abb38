package org.workbinroutes.ops.console;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * A figure that costs something to find out. It is found out again when it is old enough, and no
 * more of the time than one part in twenty goes into it, however many ask.
 */
final class Remembered<T> {
  private static final long SHARE = 20;

  private final Callable<T> source;
  private final long keptNanos;
  private final LongSupplier nanoTime;
  private T figure;
  private boolean known;
  private long until;

  /**
   * Nothing is known yet.
   *
   * @param nanoTime tells the time as {@link System#nanoTime()} does
   */
  Remembered(Callable<T> source, long keptNanos, LongSupplier nanoTime) {
    this.source = source;
    this.keptNanos = keptNanos;
    this.nanoTime = nanoTime;
  }

  /** The figure, not older than it may be. */
  synchronized T get() throws Exception {
    long now = nanoTime.getAsLong();
    if (!known || now - until >= 0) {
      figure = source.call();
      long done = nanoTime.getAsLong();
      until = done + Math.max(keptNanos, SHARE * (done - now));
      known = true;
    }
    return figure;
  }
}
