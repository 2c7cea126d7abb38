package org.workbinroutes.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Callers that do one thing again and again, all at the same time. */
final class Callers implements AutoCloseable {
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final ExecutorService threads;
  private final int number;

  Callers(int number) {
    this.number = number;
    this.threads = Executors.newFixedThreadPool(number);
  }

  /** One call; fails if it did not do what it should. */
  interface Call {
    void make(long number) throws Exception;
  }

  /** Calls for a while and measures each call. */
  Sample during(long nanos, Call call) throws Exception {
    AtomicLong numbers = new AtomicLong();
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Histogram>> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(
          threads.submit(
              () -> {
                Histogram times = new Histogram(LONGEST_NANOS, 3);
                go.await();
                long end = System.nanoTime() + nanos;
                for (long now = System.nanoTime(); now < end; ) {
                  call.make(numbers.getAndIncrement());
                  long after = System.nanoTime();
                  times.recordValue(Math.min(LONGEST_NANOS, after - now));
                  now = after;
                }
                return times;
              }));
    }
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    go.countDown();
    Histogram times = new Histogram(LONGEST_NANOS, 3);
    for (Future<Histogram> one : all) {
      times.add(one.get());
    }
    return new Sample(
        times.getTotalCount(),
        System.nanoTime() - begin,
        cpuNanos() - cpu,
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99));
  }

  /**
   * Calls at a fixed rate for a while. The time of a call begins when it was due, so that one that
   * is held up by others counts in full.
   */
  Sample atRate(double perSecond, long nanos, Call call) throws Exception {
    AtomicLong numbers = new AtomicLong();
    long begin = System.nanoTime();
    List<Future<Histogram>> all = new ArrayList<>();
    long cpu = cpuNanos();
    for (int i = 0; i < number; i++) {
      all.add(
          threads.submit(
              () -> {
                Histogram times = new Histogram(LONGEST_NANOS, 3);
                while (true) {
                  long mine = numbers.getAndIncrement();
                  long due = begin + (long) (mine * 1e9 / perSecond);
                  if (due - begin > nanos) {
                    return times;
                  }
                  TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                  call.make(mine);
                  times.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
                }
              }));
    }
    Histogram times = new Histogram(LONGEST_NANOS, 3);
    for (Future<Histogram> one : all) {
      times.add(one.get());
    }
    return new Sample(
        times.getTotalCount(),
        System.nanoTime() - begin,
        cpuNanos() - cpu,
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99));
  }

  /** The processor time that this process has used. */
  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
