package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Where files are dropped, where they go to, and what is written about them. Nothing that lies
 * there is ever overwritten by a later file of the same name. Files of a sub-folder go to the
 * sub-folder of the same name.
 *
 * @param inbox where files are dropped
 * @param done where files go that were read
 * @param failed where files go that could not be read or placed, each with its {@code .error.txt}
 * @param results where the result files lie
 */
record FileFolders(Path inbox, Path done, Path failed, Path results) {
  private static final int MOST_OF_ONE_NAME = 10_000;

  FileFolders {
    inbox = inbox.toAbsolutePath().normalize();
    done = done.toAbsolutePath().normalize();
    failed = failed.toAbsolutePath().normalize();
    results = results.toAbsolutePath().normalize();
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

  void create() throws IOException {
    Files.createDirectories(done);
    Files.createDirectories(failed);
    Files.createDirectories(results);
  }

  /**
   * The places of one file. Of several files of the same name, the second is {@code name-2} and so
   * on. A result file without its file in done or failed is one of a run that was broken off: the
   * next run writes it anew.
   *
   * @param name relative to the drop folder, with / between folders
   * @param take takes the result file for this run; false if another run is writing it
   */
  Places placesOf(String name, FileKind kind, Predicate<Path> take) throws IOException {
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      String free = i == 1 ? name : kind.stem() + '-' + i + kind.ending();
      Places places =
          new Places(
              done.resolve(free),
              failed.resolve(free),
              failed.resolve(free + ".error.txt"),
              results.resolve(free + ".results.ndjson"),
              results.resolve(free + ".rejected"));
      if (!exists(places.done()) && !exists(places.failed())) {
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
   * Takes a name for a file that is about to be moved. Camel's move would replace what another node
   * has put there meanwhile, so the nodes keep each other off by a hidden file beside it, which is
   * to be {@linkplain #giveBack given back} after the move.
   */
  static Path take(Path wanted) throws IOException {
    Files.createDirectories(wanted.getParent());
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      Path free = i == 1 ? wanted : wanted.resolveSibling(i + "-" + wanted.getFileName());
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
  static void giveBack(Path taken) throws IOException {
    Files.deleteIfExists(reservationOf(taken));
  }

  private static Path reservationOf(Path path) {
    return path.resolveSibling('.' + path.getFileName().toString() + ".moving");
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
   * @param failed where it goes if not
   * @param error what says why
   * @param results what became of each record
   * @param rejected the begin of the names of the files with the refused records
   */
  record Places(Path done, Path failed, Path error, Path results, Path rejected) {}
}
