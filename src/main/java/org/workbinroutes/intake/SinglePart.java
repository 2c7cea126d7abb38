package org.workbinroutes.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file that is no archive, packed by gzip or not. */
final class SinglePart extends FileParts {
  private final FileKind kind;
  private final CountingInput file;
  private final long size;
  private boolean given;

  SinglePart(FileChannel channel, FileKind kind, FileReading reading) throws IOException {
    super(channel, reading);
    this.kind = kind;
    this.size = channel.size();
    this.file = new CountingInput(whole());
  }

  @Override
  FilePart next() {
    if (given) {
      return null;
    }
    given = true;
    InputStream content =
        kind.packing() == FileKind.Packing.NONE
            ? file
            : new VerifiedInput(
                verify -> verify ? unpacked(whole(), verified) : unpacked(file, budget));
    return new FilePart(
        1, null, kind.format(), kind.format().read(content, reading, kind.packing()));
  }

  @Override
  long bytesRead() {
    return file.count;
  }

  @Override
  long bytesTotal() {
    return size;
  }

  private InputStream whole() {
    // what is written to it meanwhile is read too
    return new ChannelSlice(channel, 0, Long.MAX_VALUE);
  }

  private static InputStream unpacked(InputStream packed, UnpackedInput.Budget budget)
      throws IOException {
    try {
      return new UnpackedInput(new StrictGzipInputStream(packed), budget);
    } catch (ZipException | EOFException noGzip) {
      throw UnpackedInput.damaged();
    }
  }

  /** Knows how much of it was read; asked for that by other threads. */
  private static final class CountingInput extends BulkInput {
    private volatile long count;

    CountingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      long now = count + Math.max(0, read);
      count = now;
      return read;
    }
  }

  /**
   * All members of a .gz. The JDK takes what follows a member and is none for the end of the file;
   * here that is an error, or the rest would be dropped without a word.
   */
  private static final class StrictGzipInputStream extends GZIPInputStream {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int TRAILER_BYTES = 8;

    private boolean checked;

    StrictGzipInputStream(InputStream in) throws IOException {
      super(in, BUFFER_BYTES);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count < 0 && !checked) {
        checked = true;
        requireNothingBehind();
      }
      return count;
    }

    private void requireNothingBehind() throws IOException {
      // some programs pad with zeros
      boolean zeros = true;
      for (int i = len - inf.getRemaining() + TRAILER_BYTES; i < len; i++) {
        zeros &= buf[i] == 0;
      }
      int next;
      while (zeros && (next = in.read()) >= 0) {
        zeros = next == 0;
      }
      if (!zeros) {
        throw new UnreadableFileException(
            "something that is not packed follows the packed data: pack the file again");
      }
    }
  }
}
