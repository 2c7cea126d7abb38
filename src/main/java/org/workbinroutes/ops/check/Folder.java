package org.workbinroutes.ops.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder that is written to, there already or to be made.
 *
 * @param part what is looked at, in a finding's words
 * @param key what names it, as it is to be called in a finding
 * @param path an absolute path
 */
record Folder(String part, String key, Path path) {
  private static final long LITTLE_ROOM = 1L << 30;

  /** Whether it is there or can be made, can be written, and has room. */
  Finding look() {
    Path there = path;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (there == null || !Files.isDirectory(there)) {
      return Finding.error(
          part, key + " cannot be a folder: " + there + " is a file", "name another folder");
    }
    if (!Files.isWritable(there)) {
      return Finding.error(
          part,
          key + " cannot be written: no right to write in " + there,
          "give the user of this process the right, or name another folder");
    }
    try {
      long room = Files.getFileStore(there).getUsableSpace();
      if (room < LITTLE_ROOM) {
        return Finding.warning(
            part,
            key + " has " + room / (1L << 20) + " MB left",
            "make room: the ledger and the spool wait when the disk is full");
      }
    } catch (IOException unknown) {
      return Finding.warning(part, key + ": its room is not known", null);
    }
    return Finding.ok(
        part, key + (there.equals(path) ? " can be written" : " will be made by the first start"));
  }
}
