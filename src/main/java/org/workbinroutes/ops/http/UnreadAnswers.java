package org.workbinroutes.ops.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The bytes of all answers that their callers have not taken yet. When they are too many, the
 * connections that have waited for longest are cut. Used on the server's event loop alone.
 */
final class UnreadAnswers {
  private final long most;
  private final Map<Object, Unread> oldestFirst = new LinkedHashMap<>();
  private long total;

  /** What one connection or stream has not taken. */
  private record Unread(long bytes, BooleanSupplier taken, Runnable cut) {}

  /**
   * No answers.
   *
   * @param most bytes that can wait
   */
  UnreadAnswers(long most) {
    this.most = most;
  }

  /** A quarter of what Netty may take outside of the heap, and not more than 32 MB. */
  static long budget() {
    return Math.min(
        32L << 20,
        Math.max(1L << 20, io.netty.util.internal.PlatformDependent.maxDirectMemory() / 4));
  }

  /**
   * Notes that bytes are being sent.
   *
   * @param taken whether all of them were taken in the meantime, if {@link #taken} is not called
   * @param cut closes the connection or the stream
   * @return whether others had to be cut for them
   */
  boolean sending(Object whose, long bytes, BooleanSupplier taken, Runnable cut) {
    Unread before = oldestFirst.get(whose);
    oldestFirst.put(whose, new Unread(bytes + (before == null ? 0 : before.bytes()), taken, cut));
    total += bytes;
    return total > most && cutOthers(whose);
  }

  /** Notes that bytes were taken, or will never be. */
  void taken(Object whose, long bytes) {
    Unread before = oldestFirst.get(whose);
    if (before == null) {
      return;
    }
    total -= Math.min(bytes, before.bytes());
    if (bytes < before.bytes()) {
      oldestFirst.put(whose, new Unread(before.bytes() - bytes, before.taken(), before.cut()));
    } else {
      oldestFirst.remove(whose);
    }
  }

  long total() {
    return total;
  }

  private boolean cutOthers(Object whose) {
    boolean cutOne = false;
    Iterator<Map.Entry<Object, Unread>> eldest =
        new LinkedHashMap<>(oldestFirst).entrySet().iterator();
    while (total > most && eldest.hasNext()) {
      Map.Entry<Object, Unread> next = eldest.next();
      if (next.getKey().equals(whose)) {
        continue;
      }
      taken(next.getKey(), next.getValue().bytes());
      if (!next.getValue().taken().getAsBoolean()) {
        cutOne = true;
        next.getValue().cut().run();
      }
    }
    return cutOne;
  }
}
