package org.workbinroutes.ops.routes;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.workbinroutes.ops.config.Problem;

/**
 * Whether a folder is there or can be made, and can be written. Nothing is made.
 *
 * @param place where that was typed; null if nowhere
 */
public record FolderAccess(String key, String place, Path folder) {
  public Optional<Problem> problem() {
    Path there = existing();
    if (there == null || !Files.isDirectory(there)) {
      return Optional.of(
          new Problem(
              place, key + " cannot be a folder: " + there + " is a file", "name another folder"));
    }
    if (!Files.isWritable(there)) {
      return Optional.of(
          new Problem(
              place,
              key + " cannot be written: no right to write in " + there,
              "give the user of this process the right, or name another folder"));
    }
    return Optional.empty();
  }

  /**
   * The folder, or the nearest above it that is there.
   *
   * @return null if there is none
   */
  public Path existing() {
    Path there = folder;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return there;
  }
}
