package org.workbinroutes.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What a file holds: itself, or the entries of an archive, one after the other. */
interface FileParts extends Closeable {
  /**
   * The next part.
   *
   * @return null if there is no other
   * @throws UnreadableFileException if nothing more can be read of this file
   */
  FilePart next() throws IOException;

  /** Whether nothing more may be read, whatever is left. */
  boolean isSpent();

  /** How much was read, in the same bytes as {@link #bytesTotal()}. */
  long bytesRead();

  /** How much there is to read: of the file as it lies there; of an archive, unpacked. */
  long bytesTotal();

  /**
   * Begins to read a file.
   *
   * @param name what it is called, without folders
   * @throws IOException if it cannot be read now; what is wrong with its content is said later
   */
  static FileParts of(Path name, FileChannel file, FileKind kind, FileReading reading)
      throws IOException {
    return kind.packing() == FileKind.Packing.ZIP
        ? new ZipParts(name, file, reading)
        : new SinglePart(file, kind, reading);
  }
}
