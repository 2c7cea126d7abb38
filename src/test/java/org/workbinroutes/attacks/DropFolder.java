package org.workbinroutes.attacks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Who may write into the drop folder writes something else than placements.
 *
 * @param name the row
 * @param deed what
 */
record DropFolder(String name, Deed deed) implements Attack {
  /** What is done, and what came of it. */
  interface Deed {
    Effect in(Target target, Path inbox) throws Exception;
  }

  @Override
  public String who() {
    return "who may write into the drop folder";
  }

  @Override
  public Effect run(Target target) throws Exception {
    return deed.in(target, target.product().data().resolve("inbox"));
  }

  static DropFolder pipe() {
    return new DropFolder(
        "drop folder: a pipe named like a lock",
        (target, inbox) -> {
          Process made =
              new ProcessBuilder("mkfifo", inbox.resolve(".trap.json.lock").toString()).start();
          made.waitFor();
          target.product().drop("trap.json", Target.request("trap", "bin-trap", "0001trap"));
          TimeUnit.SECONDS.sleep(2);
          target.product().drop("other.json", Target.request("other", "bin-o", "0001other"));
          long began = System.nanoTime();
          boolean isPlaced =
              Target.within(target.patience(), () -> target.state("other").equals("CONFIRMED"));
          return new Effect(
              ".trap.json.lock is a FIFO, beside trap.json",
              "another file is %s in %.1f s; files-inbox %s"
                  .formatted(
                      isPlaced ? "placed" : "not placed",
                      (System.nanoTime() - began) / 1e9,
                      target.health("files-inbox")),
              isPlaced);
        });
  }

  static DropFolder amplification(int lines, Duration time, int mostMegabytes) {
    return new DropFolder(
        "drop folder: a small file with many refusals",
        (target, inbox) -> {
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("1\n".repeat(lines).getBytes(StandardCharsets.US_ASCII));
          }
          Files.write(inbox.resolve("many.ndjson.gz.tmp"), packed.toByteArray());
          Files.move(inbox.resolve("many.ndjson.gz.tmp"), inbox.resolve("many.ndjson.gz"));
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
          long written =
              bytes(target.product().data().resolve("results"))
                  + bytes(target.product().data().resolve("failed"))
                  + bytes(target.product().data().resolve("done"))
                  - packed.size();
          target.product().drop("other.json", Target.request("other", "bin-o", "0001other"));
          boolean isPlaced =
              Target.within(target.patience(), () -> target.state("other").equals("CONFIRMED"));
          return new Effect(
              "%,d bytes with %,d wrong records, %d s"
                  .formatted(packed.size(), lines, time.toSeconds()),
              "%.1f MB written for it; another file is %s"
                  .formatted(written / 1e6, isPlaced ? "placed" : "not placed"),
              written < mostMegabytes * 1_000_000L && isPlaced);
        });
  }

  private static long bytes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  static DropFolder oddNames(int count, Duration time, int mostLines) {
    return new DropFolder(
        "drop folder: empty files with odd names",
        (target, inbox) -> {
          long before = Files.size(target.product().log());
          for (int i = 0; i < count; i++) {
            Files.createFile(inbox.resolve("odd\n" + i + ".json"));
          }
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
          String log = target.log(before);
          long lines = log.lines().count();
          target.product().drop("other.json", Target.request("other", "bin-o", "0001other"));
          boolean isPlaced =
              Target.within(target.patience(), () -> target.state("other").equals("CONFIRMED"));
          return new Effect(
              "%,d empty files with a line end in their names, %d s"
                  .formatted(count, time.toSeconds()),
              "%,d log lines, %.2f GB a day; another file is %s"
                  .formatted(
                      lines,
                      log.length() / 1e9 * 86_400 / time.toSeconds(),
                      isPlaced ? "placed" : "not placed"),
              lines <= mostLines && isPlaced);
        });
  }
}
