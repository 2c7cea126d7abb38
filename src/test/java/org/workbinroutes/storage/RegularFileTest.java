package org.workbinroutes.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegularFileTest {
  @TempDir Path folder;
  private Path pipe;

  @BeforeEach
  void makePipe() throws Exception {
    pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }

  @Test
  void aPipeUnderTheNameIsNotOpened() {
    for (StandardOpenOption option :
        Set.of(
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      assertThatThrownBy(() -> RegularFile.open(pipe, Set.of(option)))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("it is no regular file");
    }
  }

  @Test
  void aPipeThatTookTheNameAfterTheLookIsNotWaitedFor() throws Exception {
    // Given
    AtomicBoolean ended = new AtomicBoolean();

    // When
    assertThatThrownBy(
            () ->
                RegularFile.open(
                    pipe,
                    Duration.ofMillis(100),
                    () -> {
                      FileChannel late = FileChannel.open(pipe, StandardOpenOption.READ);
                      ended.set(true);
                      return late;
                    }))
        .hasMessageContaining("a pipe took its name");

    // Then
    assertThat(ended).isFalse();
    try (RandomAccessFile otherEnd = new RandomAccessFile(pipe.toFile(), "rw")) {
      assertThat(otherEnd.getChannel().isOpen()).isTrue();
      await().atMost(Duration.ofSeconds(60)).untilTrue(ended);
    }
  }

  @Test
  void aPipeThatOpensIsNotReadEither() throws IOException {
    try (RandomAccessFile otherEnd = new RandomAccessFile(pipe.toFile(), "rw")) {
      assertThat(otherEnd.getChannel().isOpen()).isTrue();
      for (StandardOpenOption option :
          Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
        assertThatThrownBy(() -> RegularFile.open(pipe, () -> FileChannel.open(pipe, option)))
            .hasMessageContaining("it is no regular file");
      }
    }
  }

  @Test
  void pipesTakeNoThreadsWithoutEnd() throws IOException {
    try (RandomAccessFile otherEnd = new RandomAccessFile(pipe.toFile(), "rw")) {
      CountDownLatch over = new CountDownLatch(1);
      RegularFile.Opening waits =
          () -> {
            try {
              over.await();
            } catch (InterruptedException nobodyDoes) {
              Thread.currentThread().interrupt();
            }
            return otherEnd.getChannel();
          };
      for (int i = 0; i < 64; i++) {
        assertThatThrownBy(() -> RegularFile.open(pipe, Duration.ofMillis(1), waits))
            .hasMessageContaining("does not open within");
      }
      assertThatThrownBy(() -> RegularFile.open(pipe, Duration.ofMillis(1), waits))
          .hasMessageContaining("too many files do not open");
      over.countDown();
    }
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    // Given
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Path link = Files.createSymbolicLink(folder.resolve("link"), secret);

    // Then
    assertThatThrownBy(() -> RegularFile.open(link, Set.of(StandardOpenOption.READ)))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(
            () ->
                RegularFile.open(link, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)))
        .isInstanceOf(FileSystemException.class);
    assertThat(secret).hasContent("secret");
  }
}
