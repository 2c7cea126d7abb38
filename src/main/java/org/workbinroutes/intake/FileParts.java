package org.workbinroutes.intake;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What a file holds: itself, or the entries of an archive, one after the other. */
abstract class FileParts implements Closeable {
  final FileChannel channel;
  final FileReading reading;
  final UnpackedInput.Budget verified;
  final UnpackedInput.Budget budget;

  FileParts(FileChannel channel, FileReading reading) throws IOException {
    this.channel = channel;
    this.reading = reading;
    this.verified = new UnpackedInput.Budget(channel.size(), reading.maxUnpackedBytes());
    this.budget = new UnpackedInput.Budget(channel.size(), reading.maxUnpackedBytes());
  }

  /**
   * The next part.
   *
   * @return null if there is no other
   * @throws UnreadableFileException if nothing more can be read of this file
   */
  abstract FilePart next() throws IOException;

  /** Whether nothing more may be read, whatever is left. */
  final boolean isSpent() {
    return verified.isSpent() || budget.isSpent();
  }

  /** How much was read, in the same bytes as {@link #bytesTotal()}. */
  abstract long bytesRead();

  /** How much there is to read: of the file as it lies there; of an archive, unpacked. */
  abstract long bytesTotal();

  @Override
  public final void close() throws IOException {
    channel.close();
  }

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
