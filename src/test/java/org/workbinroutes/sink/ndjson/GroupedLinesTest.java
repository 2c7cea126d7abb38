package org.workbinroutes.sink.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class GroupedLinesTest {
  private static final int CALLERS = 20;

  @TempDir Path directory;
  private final ThreadPoolExecutor callers =
      new ThreadPoolExecutor(CALLERS, CALLERS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
  private final AtomicInteger syncs = new AtomicInteger();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final CountDownLatch disk = new CountDownLatch(1);

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A disk that takes its time for the first sync, and may fail. */
  private void force(FileChannel file) throws IOException {
    syncs.incrementAndGet();
    try {
      disk.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (broken.get()) {
      throw new IOException("I/O error");
    }
    file.force(false);
  }

  private NdjsonFile file() {
    Path path = directory.resolve("notifications.ndjson");
    return new NdjsonFile(
        path,
        RollRule.NEVER,
        new RolledFiles(path, false, 0),
        this::force,
        Clock.systemUTC(),
        Runnable::run);
  }

  private List<Future<?>> append(NdjsonFile file) {
    List<Future<?>> lines = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String line = Integer.toString(i);
      lines.add(
          callers.submit(
              () -> {
                file.append(line, true);
                return null;
              }));
    }
    return lines;
  }

  private List<String> written() throws IOException {
    return Files.readAllLines(directory.resolve("notifications.ndjson"));
  }

  @Test
  void callers_share_a_sync_and_none_returns_before_it() throws Exception {
    // Given
    NdjsonFile file = file();
    // When
    List<Future<?>> lines = append(file);
    await().until(() -> syncs.get() == 1);
    await().until(() -> callers.getActiveCount() == CALLERS);
    boolean early = lines.stream().anyMatch(Future::isDone);
    disk.countDown();
    for (Future<?> line : lines) {
      line.get();
    }
    // Then
    assertThat(early).isFalse();
    assertThat(written()).hasSize(CALLERS);
    assertThat(syncs).hasValueLessThanOrEqualTo(CALLERS / 2);
  }

  @Test
  void a_sync_that_fails_fails_all_who_wait_and_the_file_is_opened_anew() throws Exception {
    // Given
    NdjsonFile file = file();
    broken.set(true);
    List<Future<?>> lines = append(file);
    await().until(() -> syncs.get() == 1);
    // When
    disk.countDown();
    for (Future<?> line : lines) {
      assertThatThrownBy(line::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IOException.class);
    }
    int before = syncs.get();
    broken.set(false);
    file.append("again", true);
    // Then
    assertThat(syncs).hasValue(before + 1);
    assertThat(written()).endsWith("again");
  }
}
