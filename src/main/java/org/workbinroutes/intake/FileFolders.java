package org.workbinroutes.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Where a dropped file goes to, and what is written about it. Nothing that lies there is ever
 * overwritten by a later file of the same name.
 *
 * @param done where files go that were read
 * @param failed where files go that could not be read or placed, each with its {@code .error.txt}
 * @param results where the result files lie
 */
record FileFolders(Path done, Path failed, Path results) {
  private static final int MOST_OF_ONE_NAME = 10_000;

  FileFolders {
    done = done.toAbsolutePath().normalize();
    failed = failed.toAbsolutePath().normalize();
    results = results.toAbsolutePath().normalize();
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
   */
  Places placesOf(String name) throws IOException {
    int dot = name.lastIndexOf('.');
    for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
      String free = i == 1 ? name : name.substring(0, dot) + '-' + i + name.substring(dot);
      Places places =
          new Places(
              done.resolve(free),
              failed.resolve(free),
              failed.resolve(free + ".error.txt"),
              results.resolve(free + ".results.ndjson"));
      if (!exists(places.done()) && !exists(places.failed())) {
        return places;
      }
    }
    throw new IOException(
        "There are " + MOST_OF_ONE_NAME + " files of this name in " + done + ": clear it up");
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The places of one file. */
  record Places(Path done, Path failed, Path error, Path results) {}
}
