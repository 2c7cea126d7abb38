package org.workbinroutes.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Set;
import org.workbinroutes.storage.RegularFile;

/**
 * The sub-folder of a drop folder that a file lies in, held open: who renames it, or puts a link in
 * its place, leads nothing elsewhere. The drop folder itself is the administrator's, and may be a
 * link; where the system cannot hold folders open (Windows), names have to do.
 */
final class HeldFolder implements Closeable {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final DirectoryStream<Path> held;
  private final boolean isInbox;

  private HeldFolder(DirectoryStream<Path> held, boolean isInbox) {
    this.held = held;
    this.isInbox = isInbox;
  }

  /**
   * Holds the folder of a file.
   *
   * @param name relative to the drop folder, with / between folders
   * @throws IOException if one of the folders between them is a link, or none
   */
  static HeldFolder of(Path file, String name) throws IOException {
    Path relative = Path.of(name);
    Path inbox = file;
    for (int i = 0; i < relative.getNameCount(); i++) {
      inbox = inbox.getParent();
    }
    DirectoryStream<Path> folder = list(inbox);
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      try (DirectoryStream<Path> above = folder) {
        folder =
            above instanceof SecureDirectoryStream<Path> secure
                ? secure.newDirectoryStream(relative.getName(i), LinkOption.NOFOLLOW_LINKS)
                : list(file.getParent());
      }
    }
    return new HeldFolder(folder, relative.getNameCount() == 1);
  }

  @SuppressWarnings("StreamResourceLeak") // its caller closes it
  private static DirectoryStream<Path> list(Path folder) throws IOException {
    return Files.newDirectoryStream(folder);
  }

  /** Opens a file of the folder for reading. */
  FileChannel open(Path file) throws IOException {
    FileIdentity.of(file);
    return RegularFile.open(
        file,
        () ->
            held instanceof SecureDirectoryStream<Path> secure
                    && secure.newByteChannel(file.getFileName(), READ)
                        instanceof FileChannel channel
                ? channel
                : FileChannel.open(file, READ));
  }

  /** Moves a file of the folder, and replaces what lies at the target. */
  void moveOut(Path file, Path target) throws IOException {
    try (DirectoryStream<Path> to = Files.newDirectoryStream(target.getParent())) {
      move(held, file, to, target);
    }
  }

  /** Gives a file of the folder another name, and replaces what has it. */
  void moveWithin(Path file, Path other) throws IOException {
    move(held, file, held, other);
  }

  /** Moves a file into the folder, or gives it another name there, and replaces what has it. */
  void moveIn(Path moved, Path file) throws IOException {
    if (moved.getParent().equals(file.getParent())) {
      moveWithin(moved, file);
      return;
    }
    try (DirectoryStream<Path> from = Files.newDirectoryStream(moved.getParent())) {
      move(from, moved, held, file);
    }
  }

  /** Whether it is the drop folder itself, in whose place nobody can put another. */
  boolean isInbox() {
    return isInbox;
  }

  /** Whether anything in the folder has the name of a file. */
  boolean has(Path file) throws IOException {
    if (!(held instanceof SecureDirectoryStream<Path> secure)) {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
    try {
      secure
          .getFileAttributeView(
              file.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
      return true;
    } catch (NoSuchFileException free) {
      return false;
    }
  }

  private static void move(
      DirectoryStream<Path> from, Path file, DirectoryStream<Path> to, Path target)
      throws IOException {
    if (from instanceof SecureDirectoryStream<Path> secure
        && to instanceof SecureDirectoryStream<Path> there) {
      secure.move(file.getFileName(), there, target.getFileName());
    } else {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
