package org.workbinroutes.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** A file that is no archive, packed by gzip or not. */
final class SinglePart implements FileParts {
  private final FileKind kind;
  private final FileReading reading;
  private final Counted file;
  private final UnpackedBudget budget;
  private final long size;
  private boolean given;

  SinglePart(Path path, FileKind kind, FileReading reading) throws IOException {
    this.kind = kind;
    this.reading = reading;
    this.size = Files.size(path);
    this.budget = new UnpackedBudget(size, reading.maxUnpackedBytes());
    // the filter saw no link here; if there is one by now, it is not followed
    this.file = new Counted(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public FilePart next() throws IOException {
    if (given) {
      return null;
    }
    given = true;
    return new FilePart(1, null, kind.format(), kind.format().read(unpacked(), reading));
  }

  @Override
  public boolean isSpent() {
    return budget.isSpent();
  }

  @Override
  public long bytesRead() {
    return file.count;
  }

  @Override
  public long bytesTotal() {
    return size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private InputStream unpacked() throws IOException {
    if (kind.packing() == FileKind.Packing.NONE) {
      return file;
    }
    try {
      return new UnpackedInput(new WholeGzip(file), budget);
    } catch (ZipException | EOFException noGzip) {
      throw UnpackedInput.damaged();
    }
  }

  /** Knows how much of it was read; asked for that by other threads. */
  private static final class Counted extends BulkInput {
    private volatile long count;

    Counted(InputStream in) {
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
}
