package org.workbinroutes.ops.http;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Counts connections against the limits in total and by address. Asked where a connection is
 * accepted, before TLS: a handshake that never ends holds a file descriptor as well.
 */
final class OpenConnections {
  private static final long RECENT_NANOS = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final int mostOfAnAddress;
  private final LongSupplier nanoTime;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private volatile Refusal last;

  /** Why connections were refused or cut, and when the last one was. */
  private record Refusal(String reason, long nanos) {}

  /**
   * No connections.
   *
   * @param mostOfAnAddress how many of these one address can have; 0 for a quarter
   */
  OpenConnections(int most, int mostOfAnAddress, LongSupplier nanoTime) {
    this.most = most;
    this.mostOfAnAddress = mostOfAnAddress == 0 ? Math.max(1, most / 4) : mostOfAnAddress;
    this.nanoTime = nanoTime;
  }

  /**
   * How many of the wanted connections fit the process: half of its file descriptors, the other
   * half is for files, databases, brokers and GWS.
   */
  static int fit(int wanted) {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? (int) Math.max(1, Math.min(wanted, unix.getMaxFileDescriptorCount() / 2))
        : wanted;
  }

  /**
   * Takes a connection in.
   *
   * @return false if it must be closed; true if {@link #closed} has to be called in the end
   */
  boolean admit(String address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refused(most + " connections are open");
      return false;
    }
    if (byAddress.merge(address, 1, Integer::sum) > mostOfAnAddress) {
      closed(address);
      refused(address + " has " + mostOfAnAddress + " connections");
      return false;
    }
    return true;
  }

  void closed(String address) {
    byAddress.computeIfPresent(address, (same, number) -> number == 1 ? null : number - 1);
    open.decrementAndGet();
  }

  /** Notes that a connection was refused or cut. */
  void refused(String reason) {
    last = new Refusal(reason, nanoTime.getAsLong());
  }

  /** Why connections were refused or cut in the last minute; empty if none was. */
  Optional<String> refusal() {
    Refusal known = last;
    return known == null || nanoTime.getAsLong() - known.nanos() > RECENT_NANOS
        ? Optional.empty()
        : Optional.of(known.reason());
  }

  int size() {
    return open.get();
  }
}
