package org.workbinroutes.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.zip.ZipException;

/** A file that is no archive, packed by gzip or not. */
final class SinglePart implements FileParts {
  private final FileKind kind;
  private final FileReading reading;
  private final FileChannel channel;
  private final Counted file;
  private final long size;
  private final UnpackedBudget verified;
  private final UnpackedBudget budget;
  private boolean given;

  SinglePart(FileChannel channel, FileKind kind, FileReading reading) throws IOException {
    this.kind = kind;
    this.reading = reading;
    this.channel = channel;
    this.size = channel.size();
    this.file = new Counted(whole());
    this.verified = new UnpackedBudget(size, reading.maxUnpackedBytes());
    this.budget = new UnpackedBudget(size, reading.maxUnpackedBytes());
  }

  @Override
  public FilePart next() {
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
  public boolean isSpent() {
    return verified.isSpent() || budget.isSpent();
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
    channel.close();
  }

  private InputStream whole() {
    // what is written to it meanwhile is read too
    return new ChannelSlice(channel, 0, Long.MAX_VALUE);
  }

  private static InputStream unpacked(InputStream packed, UnpackedBudget budget)
      throws IOException {
    try {
      return new UnpackedInput(new WholeGzip(packed), budget);
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
