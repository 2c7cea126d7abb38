package org.workbinroutes.intake;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** How it is known that a dropped file is complete. */
enum FileReadiness {
  /** It has not changed for some time. */
  UNCHANGED,
  /** A file NAME.done lies beside it. */
  MARKER,
  /** It is written under another name, and renamed when it is complete. */
  RENAME;

  /**
   * One by its word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static FileReadiness of(String word) {
    return Arrays.stream(values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "ready is none of unchanged, marker, rename: write one of them"));
  }

  /** The marker of a file. */
  static Path markerOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".done");
  }
}
