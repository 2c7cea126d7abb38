package org.workbinroutes.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A disk that a test can fill: a tmpfs of a few megabytes, which Linux lets root mount. A test is
 * skipped where that is not allowed.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTE = 1 << 20;
  private static final int SMALLEST = 512;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts a disk.
   *
   * @param folder where; made if missing
   * @param megabytes its size
   */
  public static SmallDisk mount(Path folder, int megabytes) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "no mount command");
    Files.createDirectories(folder);
    int exit =
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    assumeTrue(exit == 0, "this user must not mount a disk");
    return new SmallDisk(folder);
  }

  /** The folder that is the disk. */
  public Path folder() {
    return folder;
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  /** Takes all room that is left, to the last byte. */
  public void fill() throws IOException {
    fill(0);
  }

  /**
   * Takes all room but some.
   *
   * @param left how many bytes are left
   */
  public void fill(long left) throws IOException {
    try (FileChannel ballast =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int size = MEGABYTE; size >= SMALLEST; size /= 2) {
        while (room() - left >= size && isWritten(ballast, size)) {
          assertThat(ballast.size()).isPositive();
        }
      }
    }
  }

  private static boolean isWritten(FileChannel ballast, int size) {
    try {
      return ballast.write(ByteBuffer.allocate(size)) == size;
    } catch (IOException full) {
      return false;
    }
  }

  /** The bytes that are left. */
  public long room() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Gives the room back that {@link #fill} took. */
  public void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  @Override
  public void close() throws IOException {
    // lazily: what a test left open must not keep the folder from being removed
    run("umount", "-l", folder.toString());
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
