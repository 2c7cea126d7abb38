package org.workbinroutes.ops;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** How long the start took, and which part of it how long. */
final class StartTimes {
  private final LongSupplier nanoTime;
  private final long begin;
  private final Map<String, Long> parts = Collections.synchronizedMap(new LinkedHashMap<>());

  StartTimes(LongSupplier nanoTime, long begin) {
    this.nanoTime = nanoTime;
    this.begin = begin;
    parts.put("java and configuration", millisSince(begin));
  }

  Part part(String name) {
    return new Part(name);
  }

  /**
   * For example {@code ready in 2310 ms (java and configuration 500 ms, broker 900 ms, camel 1700
   * ms)}.
   */
  @Override
  public String toString() {
    long total = millisSince(begin);
    synchronized (parts) {
      return parts.entrySet().stream()
          .map(part -> part.getKey() + " " + part.getValue() + " ms")
          .collect(Collectors.joining(", ", "ready in " + total + " ms (", ")"));
    }
  }

  private long millisSince(long start) {
    return (nanoTime.getAsLong() - start) / 1_000_000;
  }

  /** A part that has begun. */
  final class Part {
    private final String name;
    private long start = nanoTime.getAsLong();

    private Part(String name) {
      this.name = name;
    }

    /** Does not count the time that this part only waits for others. */
    void waiting(Runnable wait) {
      long before = nanoTime.getAsLong();
      wait.run();
      start += nanoTime.getAsLong() - before;
    }

    void end() {
      parts.put(name, millisSince(start));
    }
  }
}
