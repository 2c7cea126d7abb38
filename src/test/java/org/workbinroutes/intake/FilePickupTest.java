package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes on one folder. */
class FilePickupTest {
  @TempDir Path data;

  @Test
  void oneOfManyTakesALock() throws Exception {
    // Given
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 100; round++) {
        Path lock = FileLock.pathFor(data.resolve(round + ".csv"));
        Callable<Optional<FileLock>> take = () -> FileLock.take(lock, "node");

        // When
        int taken = 0;
        for (Future<Optional<FileLock>> answer :
            nodes.invokeAll(List.of(take, take, take, take, take, take, take, take))) {
          taken += answer.get().isPresent() ? 1 : 0;
        }

        // Then
        assertThat(taken).isEqualTo(1);
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void oneOfManyTakesADeadLockOver() throws Exception {
    // Given
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 100; round++) {
        Path lock = FileLock.pathFor(data.resolve(round + ".csv"));
        Files.writeString(lock, "dead\ntoken\n0\n");
        Callable<Optional<FileLock>> take =
            () -> FileLock.takeOver(lock, "dead\ntoken\n0\n", "node");

        // When
        List<FileLock> taken = new ArrayList<>();
        for (Future<Optional<FileLock>> answer :
            nodes.invokeAll(List.of(take, take, take, take, take, take, take, take))) {
          answer.get().ifPresent(taken::add);
        }

        // Then
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).isHeld()).isTrue();
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void twoNodesReadEachFileOnce() throws Exception {
    // Given
    int files = 60;
    try (DropFolder one = new DropFolder(data);
        DropFolder other = new DropFolder(data)) {
      for (int i = 0; i < files; i++) {
        one.drop("f" + i + ".ndjson", record("r" + i));
      }

      // When
      one.intake.gws.slow = true;
      other.intake.gws.slow = true;
      one.start();
      other.start();

      // Then
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> one.names("done").size() == files && one.names("inbox").isEmpty());
      List<String> all = new ArrayList<>(one.placed());
      all.addAll(other.placed());
      assertThat(all).doesNotHaveDuplicates().hasSize(files);
      assertThat(one.placed()).isNotEmpty();
      assertThat(other.placed()).isNotEmpty();
      assertThat(one.names("failed")).isEmpty();
      assertThat(one.names("results")).hasSize(files);
    }
  }

  @Test
  void takesTheLockOfAProcessThatWasKilledAtOnce() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      String host = new ProcessMark().own().split(" ", -1)[0];
      folder.drop("a.ndjson", record("r1"));
      Files.writeString(
          FileLock.pathFor(folder.path("inbox/a.ndjson")), host + " 999999999 then\ntoken\n0\n");

      // When
      folder.start("lockTimeout", "3600000");

      // Then
      folder.awaitGone("a.ndjson");
      assertThat(folder.placed()).containsExactly("r1");
      await().until(() -> folder.names("inbox").isEmpty());
    }
  }

  @Test
  void leavesAFileToTheNodeThatLivesAndTakesThatOfOneThatIsSilent() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.drop("alive.ndjson", record("alive"));
      folder.drop("silent.ndjson", record("silent"));
      Path alive = FileLock.pathFor(folder.path("inbox/alive.ndjson"));
      Files.writeString(alive, "elsewhere 1 then\nA\n0\n");
      Files.writeString(
          FileLock.pathFor(folder.path("inbox/silent.ndjson")), "elsewhere 1 then\nB\n0\n");
      long begin = System.nanoTime();

      // When
      folder.start("lockTimeout", "1500");

      // Then
      int[] beats = {0};
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                Files.writeString(alive, "elsewhere 1 then\nA\n" + beats[0]++ + "\n");
                return folder.placed().contains("silent");
              });
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThan(Duration.ofMillis(1_400));
      assertThat(folder.placed()).containsExactly("silent");
      assertThat(folder.path("inbox/alive.ndjson")).exists();
    }
  }

  @Test
  void abandonsAFileThatAnotherNodeHasTakenOver() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.intake.gws.slow = true;
      folder.drop("a.ndjson", (record("r1") + "\n").repeat(50));
      folder.start("concurrency", "1", "lockTimeout", "3600000");
      await().until(() -> !folder.placed().isEmpty());

      // When
      Path lock = FileLock.pathFor(folder.path("inbox/a.ndjson"));
      Files.writeString(lock, "elsewhere 1 then\nanother\n0\n");

      // Then
      await().until(() -> folder.results("a.ndjson").size() == 50);
      await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      assertThat(folder.path("inbox/a.ndjson")).exists();
      assertThat(folder.names("done")).isEmpty();
      assertThat(lock).content().contains("another");
    }
  }

  @Test
  void keepsALockAliveWhileAFileIsRead() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.intake.gws.slow = true;
      folder.drop("a.ndjson", (record("r1") + "\n").repeat(100));
      Path lock = FileLock.pathFor(folder.path("inbox/a.ndjson"));

      // When
      folder.start("concurrency", "1", "lockTimeout", "400");
      await().until(() -> Files.exists(lock));
      String first = Files.readString(lock);

      // Then
      await().until(() -> Files.exists(lock) && !Files.readString(lock).equals(first));
      folder.awaitGone("a.ndjson");
      await().until(() -> !Files.exists(lock));
    }
  }

  private static String record(String requestId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i\"}"
        .formatted(requestId);
  }
}
