package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are larger than the heap. The long form: {@code -Dworkbinroutes.file.megabytes=1024
 * -Dworkbinroutes.file.heap=128m}.
 */
class FileMemoryTest {
  @TempDir Path folder;

  @Test
  void readsFilesOfEveryFormatThatAreLargerThanTheHeap() throws Exception {
    // Given
    int megabytes = Integer.getInteger("workbinroutes.file.megabytes", 40);
    String heap = System.getProperty("workbinroutes.file.heap", "36m");
    Path log = folder.resolve("log.txt");

    // When
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LargeFiles.class.getName(),
                folder.resolve("data").toString(),
                String.valueOf(megabytes))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = child.waitFor(60 + megabytes * 5L, TimeUnit.SECONDS);
    child.destroyForcibly();

    // Then
    assertThat(ended).as(Files.readString(log)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(log)).isZero();
    for (String name : List.of("a.csv", "b.json", "c.xml", "d.ndjson.gz", "e.zip")) {
      assertThat(folder.resolve("data/done/" + name)).exists();
      try (Stream<String> results =
          Files.lines(folder.resolve("data/results/" + name + ".results.ndjson"))) {
        assertThat(results.count()).isGreaterThan(megabytes * 1024L * 1024 / 8_200);
      }
    }
    System.out.println("five files of " + megabytes + " MiB each read with -Xmx" + heap);
  }
}
