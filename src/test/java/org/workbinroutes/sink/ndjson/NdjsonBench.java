package org.workbinroutes.sink.ndjson;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.workbinroutes.sink.Samples;

/** Prints how many lines a second reach the disk, by the number of callers. */
final class NdjsonBench {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(3);

  private NdjsonBench() {}

  /** Argument: the directory to write in. */
  public static void main(String[] args) throws Exception {
    for (int callers : new int[] {1, 4, 16, 64, 1, 4, 16, 64}) {
      Path path = Files.createTempDirectory(Path.of(args[0]), "bench").resolve("lines.ndjson");
      AtomicLong syncs = new AtomicLong();
      NdjsonFile file =
          new NdjsonFile(
              path,
              RollRule.NEVER,
              new RolledFiles(path, false, 0),
              channel -> force(channel, syncs),
              Clock.systemUTC(),
              Runnable::run);
      long lines = run(file, callers);
      System.out.printf(
          "%d callers: %d lines/s, %.1f lines a sync%n",
          callers, lines * 1_000_000_000 / NANOS, (double) lines / syncs.get());
      file.close();
      Files.delete(path);
      Files.delete(path.getParent());
    }
  }

  private static void force(FileChannel channel, AtomicLong syncs) throws IOException {
    syncs.incrementAndGet();
    channel.force(false);
  }

  private static long run(NdjsonFile file, int callers) throws Exception {
    AtomicLong lines = new AtomicLong();
    List<Future<?>> ends = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    long end = System.nanoTime() + NANOS;
    for (int i = 0; i < callers; i++) {
      ends.add(
          threads.submit(
              () -> {
                while (System.nanoTime() - end < 0) {
                  file.append(Samples.AGENT_GROUP, true);
                  lines.incrementAndGet();
                }
                return null;
              }));
    }
    for (Future<?> caller : ends) {
      caller.get();
    }
    threads.shutdown();
    return lines.get();
  }
}
