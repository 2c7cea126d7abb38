package org.workbinroutes.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens files in folders that others write. Between the look at a name and its opening another file
 * may take the name: a link is not followed, a pipe is not waited for, and what is no file that can
 * be read at any place is closed again.
 */
public final class RegularFile {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String THREAD = "workbin-open";
  private static final int MOST_WAITING = 64;

  private RegularFile() {}

  /** What opens a file. */
  @FunctionalInterface
  public interface Opening {
    /**
     * Opens it.
     *
     * @throws IOException if it cannot be opened
     */
    FileChannel open() throws IOException;
  }

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be opened, or is no regular file
   */
  public static FileChannel open(
      Path path, Set<StandardOpenOption> options, FileAttribute<?>... rights) throws IOException {
    try {
      requireRegular(path);
    } catch (NoSuchFileException missing) {
      if (!options.contains(StandardOpenOption.CREATE)) {
        throw missing;
      }
    }
    Set<OpenOption> all = new HashSet<>(options);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return open(path, PATIENCE, () -> FileChannel.open(path, all, rights));
  }

  /**
   * Opens a file that was found to be a regular one.
   *
   * @param opening opens it, and follows no links
   * @throws IOException if it cannot be opened, or has become something else
   */
  public static FileChannel open(Path path, Opening opening) throws IOException {
    return open(path, PATIENCE, opening);
  }

  static FileChannel open(Path path, Duration patience, Opening opening) throws IOException {
    requireFewWaiting(path);
    CompletableFuture<FileChannel> opened = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(opened, opening), THREAD);
    thread.setDaemon(true);
    thread.start();
    try {
      return seekable(path, opened.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException pipe) {
      IOException tooLong =
          new FileSystemException(
              path.toString(),
              null,
              "it does not open within "
                  + patience.toSeconds()
                  + " s: a pipe took its name, or its disk hangs");
      opened.completeExceptionally(tooLong);
      throw tooLong;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause
          ? cause
          : new IOException(path + " cannot be opened", failed.getCause());
    } catch (InterruptedException stopping) {
      opened.completeExceptionally(stopping);
      Thread.currentThread().interrupt();
      throw new FileSystemException(path.toString(), null, "interrupted while it was opened");
    }
  }

  /** Java can neither open a pipe without waiting for its other end, nor end the wait. */
  private static void requireFewWaiting(Path path) throws IOException {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    Thread[] threads = new Thread[group.activeCount() + MOST_WAITING];
    int count = group.enumerate(threads);
    long waiting =
        Arrays.stream(threads, 0, count).filter(one -> one.getName().equals(THREAD)).count();
    if (waiting >= MOST_WAITING) {
      throw new FileSystemException(
          path.toString(),
          null,
          "too many files do not open: pipes took their names, or a disk hangs; see who writes to"
              + " the folder, and start anew");
    }
  }

  private static void complete(CompletableFuture<FileChannel> opened, Opening opening) {
    try {
      FileChannel channel = opening.open();
      if (!opened.complete(channel)) {
        channel.close();
      }
    } catch (IOException | RuntimeException failed) {
      opened.completeExceptionally(failed);
    }
  }

  /** A pipe or a socket has no positions, whatever was seen under its name. */
  private static FileChannel seekable(Path path, FileChannel channel) throws IOException {
    try {
      channel.position(channel.position());
      return channel;
    } catch (IOException noFile) {
      channel.close();
      throw new FileSystemException(path.toString(), null, "it is no regular file");
    }
  }

  private static void requireRegular(Path path) throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "it is no regular file");
    }
  }
}
