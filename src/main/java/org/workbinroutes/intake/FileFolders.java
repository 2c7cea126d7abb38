package org.workbinroutes.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where files are dropped, where they go to, and what is written about them. Nothing that lies
 * there is ever overwritten by a later file of the same name. Files of a sub-folder go to the
 * sub-folder of the same name.
 *
 * @param failed where files go that could not be read or placed, each with its {@code .error.txt}
 */
public record FileFolders(Path inbox, Path done, Path failed, Path results) {
  private static final String RESULTS = ".results.ndjson";

  /** How the names of files begin that are on their way to another disk. */
  private static final String MOVING = ".moving-";

  private static final int MOST_OF_ONE_NAME = 10_000;
  private static final int PROBE_BYTES = 8_192;
  private static final int STICKY = 01000;
  private static final int SUPERUSER = 0;

  public FileFolders {
    inbox = inbox.toAbsolutePath().normalize();
    done = done.toAbsolutePath().normalize();
    failed = failed.toAbsolutePath().normalize();
    results = results.toAbsolutePath().normalize();
  }

  /** Folders, as a route template names them. */
  public FileFolders(String home, String inbox, String done, String failed, String results) {
    this(
        Path.of(home).resolve(inbox),
        Path.of(home).resolve(done),
        Path.of(home).resolve(failed),
        Path.of(home).resolve(results));
  }

  /**
   * Checks that what is written is not read again.
   *
   * @throws IllegalArgumentException naming the parameter
   */
  void requireApart(boolean subfolders) {
    requireApart("done", done, subfolders);
    requireApart("failed", failed, subfolders);
    requireApart("results", results, subfolders);
  }

  /**
   * The places of one file. Of several files of the same name, the second is {@code name-2} and so
   * on. A result file without its file in done or failed is one of a run that was broken off: the
   * next run writes it anew.
   *
   * @param sharing the folders of all intakes that write their result files here, these included
   * @param take takes the result file for this run; false if another run is writing it
   */
  Places placesOf(String name, FileKind kind, Collection<FileFolders> sharing, Predicate<Path> take)
      throws IOException {
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      String free = i == 1 ? name : numbered(kind, i);
      Places places = places(free);
      if (sharing.stream().noneMatch(folders -> folders.places(free).wereUsed())) {
        Files.createDirectories(places.results().getParent());
        if (take.test(places.results())) {
          return places;
        }
      }
    }
    throw new IOException(
        "There are " + MOST_OF_ONE_NAME + " files of this name in " + done + ": clear it up");
  }

  /**
   * Tries whether files can be read, moved and written about.
   *
   * @param byWriting whether something is written, which finds a full disk too
   */
  void require(boolean byWriting) throws IOException {
    for (Path folder : List.of(inbox, done, failed, results)) {
      // one that is a link is there
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
    }
    try (DirectoryStream<Path> readable = Files.newDirectoryStream(inbox)) {
      var unused = readable.iterator();
    }
    for (Path folder : List.of(inbox, done, failed, results)) {
      if (!Files.isWritable(folder)) {
        throw new FileSystemException(folder.toString(), null, "this process may not write here");
      }
      if (byWriting) {
        Path probe = Files.createTempFile(folder, ".probe-", "");
        try {
          Files.write(probe, new byte[PROBE_BYTES]);
        } finally {
          Files.deleteIfExists(probe);
        }
      }
    }
  }

  /**
   * Whether the operating system lets a file be moved: in a folder with the sticky bit only the
   * owners of the file and of the folder may.
   */
  static boolean canBeMoved(Path file, Path own) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    int folderMode = unix(file.getParent(), "mode");
    return canBeMoved(
        folderMode, unix(file.getParent(), "uid"), unix(file, "uid"), unix(own, "uid"));
  }

  static boolean canBeMoved(int folderMode, int folderOwner, int fileOwner, int self) {
    return (folderMode & STICKY) == 0
        || self == SUPERUSER
        || self == folderOwner
        || self == fileOwner;
  }

  /**
   * Moves a file that was read, unless it has changed since.
   *
   * @param name relative to the drop folder, with / between folders
   * @param wanted where to; another name is taken if something lies there
   * @return where it lies now; empty if another content lies under its name, which stays there
   */
  static Optional<Path> move(Path file, String name, FileIdentity read, Path wanted)
      throws IOException {
    if (!isStill(file, read)) {
      return Optional.empty();
    }
    try (HeldFolder folder = HeldFolder.of(file, name)) {
      return move(file, folder, read, wanted);
    }
  }

  private static Optional<Path> move(Path file, HeldFolder folder, FileIdentity read, Path wanted)
      throws IOException {
    Path target = take(wanted);
    try {
      Path moved = target;
      try {
        folder.moveOut(file, target);
      } catch (AtomicMoveNotSupportedException otherDisk) {
        // copied from a name that nobody else writes to, so that what is deleted is what was copied
        moved = FileNames.sibling(MOVING, file, "");
        if (folder.has(moved)) {
          putBack(moved, file, folder);
        }
        folder.moveWithin(file, moved);
      }
      // between the look and the move, another file may have come to lie under the name
      if (!read.isSameContent(FileIdentity.fresh(moved))) {
        putBack(moved, file, folder);
        return Optional.empty();
      }
      if (!moved.equals(target)) {
        return copy(moved, target, file, folder);
      }
      return Optional.of(target);
    } finally {
      giveBack(target);
    }
  }

  /** Gives files their names back that a crash left in the middle of a move to another disk. */
  static void restore(Path inbox, int depth) throws IOException {
    List<Path> left;
    try (Stream<Path> files = Files.walk(inbox.toRealPath(), depth)) {
      left =
          files
              .filter(file -> file.getFileName().toString().startsWith(MOVING))
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .toList();
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
    for (Path file : left) {
      String name = file.getFileName().toString().substring(MOVING.length());
      Path before = file.resolveSibling(name);
      putBack(file, before, FileNames.relative(inbox.toRealPath(), before));
    }
  }

  private static Optional<Path> copy(Path from, Path target, Path file, HeldFolder folder)
      throws IOException {
    try {
      FileIdentity copied = FileIdentity.of(from);
      Files.copy(from, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      if (copied.equals(FileIdentity.fresh(from))) {
        Files.delete(from);
        return Optional.of(target);
      }
    } catch (IOException | RuntimeException failed) {
      Files.deleteIfExists(target);
      putBack(from, file, folder);
      throw failed;
    }
    Files.deleteIfExists(target);
    putBack(from, file, folder);
    return Optional.empty();
  }

  /** Gives a file its name back; another one, if something else has it by now. */
  static Path putBack(Path moved, Path file, String name) throws IOException {
    try (HeldFolder folder = HeldFolder.of(file, name)) {
      return putBack(moved, file, folder);
    }
  }

  private static Path putBack(Path moved, Path file, HeldFolder folder) throws IOException {
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      Path free = i == 1 ? file : FileNames.sibling(i + "-", file, "");
      if (!folder.isInbox()) {
        if (folder.has(free)) {
          continue;
        }
        folder.moveIn(moved, free);
        return free;
      }
      try {
        Files.createLink(free, moved);
      } catch (FileAlreadyExistsException taken) {
        continue;
      } catch (UnsupportedOperationException | FileSystemException noLinks) {
        if (exists(free)) {
          continue;
        }
        Files.move(moved, free);
        return free;
      }
      Files.delete(moved);
      return free;
    }
    throw new IOException("There is no free name for " + file + ": clear the folder up");
  }

  /** Whether the content that was read lies under a name still. */
  static boolean isStill(Path file, FileIdentity read) throws IOException {
    try {
      return read.equals(FileIdentity.fresh(file));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /**
   * Takes a name for a file that is about to be moved. A move replaces what another node has put
   * there meanwhile, so the nodes keep each other off by a hidden file beside it, which is to be
   * {@linkplain #giveBack given back} after the move.
   */
  private static Path take(Path wanted) throws IOException {
    Files.createDirectories(wanted.getParent());
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      Path free = i == 1 ? wanted : FileNames.sibling(i + "-", wanted, "");
      try {
        Files.createFile(reservationOf(free));
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
      if (!exists(free)) {
        return free;
      }
      giveBack(free);
    }
    throw new IOException("There is no free name for " + wanted + ": clear the folder up");
  }

  /** Ends what {@link #take} began. */
  private static void giveBack(Path taken) throws IOException {
    Files.deleteIfExists(reservationOf(taken));
  }

  private static Path reservationOf(Path path) {
    return FileNames.sibling(".", path, ".moving");
  }

  private Places places(String name) {
    Path file = Path.of(name);
    String last = file.getFileName().toString();
    return new Places(
        done.resolve(file),
        failed.resolve(file),
        failed.resolve(file).resolveSibling(FileNames.derived("", last, ".error.txt")),
        results.resolve(file).resolveSibling(FileNames.derived("", last, RESULTS)),
        results.resolve(file));
  }

  private static String numbered(FileKind kind, int number) {
    String plain = kind.stem() + '-' + number + kind.ending();
    int last = plain.lastIndexOf('/') + 1;
    return plain.substring(0, last) + FileNames.derived("", plain.substring(last), "");
  }

  private static int unix(Path path, String attribute) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private void requireApart(String parameter, Path folder, boolean subfolders) {
    if (folder.equals(inbox) || (subfolders && folder.startsWith(inbox))) {
      throw new IllegalArgumentException(
          parameter
              + " lies in the drop folder, and what is written there would be read again: give"
              + " another folder");
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The places of one file.
   *
   * @param done where it goes if it was read
   * @param rejected what the names of the files with the refused records are made of
   */
  record Places(Path done, Path failed, Path error, Path results, Path rejected) {
    /** Whether a file was read whose results these are. */
    boolean wereUsed() {
      return exists(done) || exists(failed);
    }

    /** Free places for the results of a content that was replaced while it was read. */
    Places ofChanged() throws IOException {
      for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
        String mark = i == 1 ? ".changed" : ".changed-" + i;
        Path free = FileNames.sibling("", rejected, mark + RESULTS);
        if (!exists(free)) {
          return new Places(done, failed, error, free, FileNames.sibling("", rejected, mark));
        }
      }
      throw new IOException(
          "There are " + MOST_OF_ONE_NAME + " results of " + rejected + ": clear them up");
    }
  }
}
