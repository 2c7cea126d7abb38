package org.workbinroutes.ops.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.routes.FolderAccess;

/** A folder that is written to, there already or to be made. */
record Folder(String part, String key, Path path) {
  private static final long MEGABYTE = 1L << 20;
  private static final long LITTLE_ROOM = 1L << 30;

  private static final long NO_ROOM = 16 * MEGABYTE;
  private static final int TRIAL_BYTES = 64 * 1024;

  /** Whether it is there or can be made, can be written, and has room. */
  Finding look() {
    return look(NO_ROOM);
  }

  /**
   * Does what {@link #look()} does.
   *
   * @param leastRoom bytes without which nothing can be done
   */
  Finding look(long leastRoom) {
    FolderAccess access = new FolderAccess(key, null, path);
    Optional<Problem> problem = access.problem();
    if (problem.isPresent()) {
      return Finding.error(part, problem.get().fault(), problem.get().remedy());
    }
    Path there = access.existing();
    try {
      long room = Files.getFileStore(there).getUsableSpace();
      if (room < leastRoom) {
        return Finding.error(
            part,
            key + " has no room: " + room / MEGABYTE + " MB left in " + there,
            "make room until " + leastRoom / MEGABYTE + " MB are free, or name another folder");
      }
      if (there.equals(path)) {
        tryToWrite();
      }
      if (room < LITTLE_ROOM) {
        return Finding.warning(
            part,
            key + " has " + room / MEGABYTE + " MB left",
            "make room: the ledger and the spool wait when the disk is full");
      }
    } catch (IOException failed) {
      return Finding.error(
          part,
          key + " cannot be written: " + failed.getMessage(),
          "look for a quota or a read-only file system, or name another folder");
    }
    return Finding.ok(
        part, key + (there.equals(path) ? " can be written" : " will be made by the first start"));
  }

  /** A quota, and a file system that is mounted read-only, show themselves only now. */
  private void tryToWrite() throws IOException {
    Path trial = Files.createTempFile(path, ".workbin-check-", ".tmp");
    try {
      Files.write(trial, new byte[TRIAL_BYTES], StandardOpenOption.SYNC);
    } finally {
      Files.deleteIfExists(trial);
    }
  }
}
