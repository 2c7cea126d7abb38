package org.workbinroutes.intake;

import java.util.Locale;
import java.util.Optional;

/**
 * What a file is, told by the ending of its name.
 *
 * @param format what its records are written in; null for an archive, whose entries tell
 */
record FileKind(FileFormat format, Packing packing, String stem, String ending) {
  private static final String GZ = ".gz";
  private static final String ZIP = ".zip";

  /** How a file is packed. */
  enum Packing {
    NONE,
    GZIP,
    ZIP
  }

  /** The kind of a file; empty if files of this name are not read. */
  static Optional<FileKind> of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(ZIP)) {
      return Optional.of(kind(null, Packing.ZIP, name, ZIP.length()));
    }
    boolean packed = lower.endsWith(GZ);
    String unpacked = packed ? lower.substring(0, lower.length() - GZ.length()) : lower;
    return FileFormat.of(unpacked)
        .map(
            format ->
                kind(
                    format,
                    packed ? Packing.GZIP : Packing.NONE,
                    name,
                    format.extension().length() + 1 + (packed ? GZ.length() : 0)));
  }

  /** The endings that are read, for people. */
  static String endings() {
    return FileFormat.endings() + ", each of them with .gz too, and .zip";
  }

  private static FileKind kind(FileFormat format, Packing packing, String name, int ending) {
    int length = name.length() - ending;
    return new FileKind(format, packing, name.substring(0, length), name.substring(length));
  }
}
