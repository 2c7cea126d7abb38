package org.workbinroutes.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The permissions of new files and folders: they hold customer data, so only their owner reads
 * them.
 *
 * @param posix whether the file system knows owners
 */
public record OwnerOnly(boolean posix) {
  /** The rights of what is made at a place. */
  public static OwnerOnly of(Path path) {
    return new OwnerOnly(path.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  /** {@return the rights of a new directory} */
  public FileAttribute<?>[] directory() {
    return attributes("rwx------");
  }

  /** {@return the rights of a new file} */
  public FileAttribute<?>[] file() {
    return attributes("rw-------");
  }

  /**
   * Makes sure that the names in a directory survive a power failure, where that can be done.
   *
   * @throws IOException if that is not sure
   */
  public void syncDirectory(Path directory) throws IOException {
    if (posix) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private FileAttribute<?>[] attributes(String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
