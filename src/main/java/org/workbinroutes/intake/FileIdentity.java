package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.workbinroutes.storage.RegularFile;

/**
 * Which content a name leads to: another file, another size or another time is another content.
 *
 * @param key the inode; null where the file system has none
 * @param size in bytes
 * @param modified when the content was written, as its writer may set it
 * @param changed when anything was written, which nobody can set; null where the system has none
 */
record FileIdentity(Object key, long size, FileTime modified, FileTime changed) {
  /** The clock of file systems that count in nanoseconds ticks up to 100 times a second. */
  private static final Duration FINE_TICK = Duration.ofMillis(20);

  /** That of FAT ticks every two seconds; other shares count in seconds. */
  private static final Duration COARSE_TICK = Duration.ofSeconds(2);

  /**
   * Looks at a name, and opens nothing.
   *
   * @throws IOException if there is no regular file of the name; links are not followed
   */
  static FileIdentity of(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "it is no regular file");
    }
    FileTime changed = null;
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      changed = (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
    return new FileIdentity(
        attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), changed);
  }

  /**
   * Looks at a name, and not at what a cache knows of it: network file systems ask the server when
   * a file is opened, and answer from memory for seconds otherwise.
   *
   * @throws IOException if there is no regular file of the name that can be read
   */
  static FileIdentity fresh(Path path) throws IOException {
    RegularFile.open(path, Set.of(StandardOpenOption.READ)).close();
    return of(path);
  }

  /** Whether another look found the same content, be it under another name. */
  boolean isSameContent(FileIdentity other) {
    return isSameFile(other) && size == other.size && modified.equals(other.modified);
  }

  /** Whether another look found the same file, whatever was written to it in between. */
  boolean isSameFile(FileIdentity other) {
    return Objects.equals(key, other.key);
  }

  /**
   * Whether anything that is written from now on shows in the times. Within one tick of the share's
   * clock a file can change twice and look the same.
   */
  boolean isSettled(FileTime now) {
    boolean coarse = now.toMillis() % 1_000 == 0;
    long tick = (coarse ? COARSE_TICK : FINE_TICK).toMillis();
    return isBeyond(tick, modified, now) && (changed == null || isBeyond(tick, changed, now));
  }

  private static boolean isBeyond(long tick, FileTime time, FileTime now) {
    return Math.abs(now.toMillis() - time.toMillis()) > tick;
  }
}
