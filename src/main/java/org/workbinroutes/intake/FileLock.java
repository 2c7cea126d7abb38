package org.workbinroutes.intake;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.workbinroutes.storage.RegularFile;

/**
 * The lock on a dropped file: a file {@code .NAME.lock} beside it, which exactly one node can make.
 * Its holder writes it anew again and again; one that does not change any more is that of a node
 * that is dead. Safe for use by many threads.
 */
final class FileLock {
  private static final int MAX_CONTENT = 1_000;

  private final Path path;
  private final String owner;
  private final String token = UUID.randomUUID().toString();
  private long beats;
  private boolean released;

  private FileLock(Path path, String owner) {
    this.path = path;
    this.owner = owner;
  }

  static Path pathFor(Path file) {
    return FileNames.sibling(".", file, ".lock");
  }

  /**
   * Takes a lock.
   *
   * @return empty if another has it
   */
  static Optional<FileLock> take(Path path, String owner) throws IOException {
    try {
      Files.createFile(path);
    } catch (FileAlreadyExistsException held) {
      return Optional.empty();
    }
    FileLock lock = new FileLock(path, owner);
    try {
      lock.write();
    } catch (IOException | RuntimeException failed) {
      // an empty lock would keep everybody off until it is found dead
      Files.deleteIfExists(path);
      throw failed;
    }
    return Optional.of(lock);
  }

  /**
   * What stands in a lock; empty if there is none.
   *
   * @throws IOException if it cannot be read, or is no regular file: opening a pipe could last for
   *     ever
   */
  static Optional<String> read(Path path) throws IOException {
    try (FileChannel lock = RegularFile.open(path, Set.of(StandardOpenOption.READ))) {
      byte[] content = new ChannelSlice(lock, 0, MAX_CONTENT).readAllBytes();
      return Optional.of(new String(content, StandardCharsets.UTF_8));
    } catch (NoSuchFileException free) {
      return Optional.empty();
    }
  }

  /** The owner that stands in a lock. */
  static String ownerIn(String content) {
    return content.lines().findFirst().orElse("");
  }

  /**
   * Takes the lock of a dead node over. Of several nodes that try, one does: the others find that
   * the lock has changed, or that another is at it.
   */
  static Optional<FileLock> takeOver(Path path, String dead, String owner) throws IOException {
    Optional<FileLock> guard = take(guardOf(path), owner);
    if (guard.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!read(path).equals(Optional.of(dead))) {
        return Optional.empty();
      }
      Files.delete(path);
      return take(path, owner);
    } finally {
      guard.get().release();
    }
  }

  /** The lock on taking a lock over. */
  static Path guardOf(Path path) {
    return FileNames.sibling("", path, ".takeover");
  }

  /** The share's own time when the lock was written last. */
  FileTime time() throws IOException {
    return FileIdentity.of(path).modified();
  }

  Path path() {
    return path;
  }

  /** Shows that its holder lives. */
  synchronized void beat() throws IOException {
    if (!released && isHeld()) {
      beats++;
      write();
    }
  }

  /** Whether nobody has taken it over. */
  synchronized boolean isHeld() throws IOException {
    return !released && read(path).filter(content -> content.contains(token)).isPresent();
  }

  synchronized void release() throws IOException {
    if (isHeld()) {
      Files.deleteIfExists(path);
    }
    released = true;
  }

  private void write() throws IOException {
    try (Writer out =
        Channels.newWriter(
            RegularFile.open(
                path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)),
            StandardCharsets.UTF_8)) {
      out.write(owner + '\n' + token + '\n' + beats + '\n');
    }
  }
}
