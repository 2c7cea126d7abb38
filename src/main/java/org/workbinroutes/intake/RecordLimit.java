package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;

/** Stops a parser that reads on and on for one record, before it fills the memory. */
final class RecordLimit extends BulkInput {
  /** What a parser may read ahead of the record that it gives out. */
  private static final int READ_AHEAD = 64 * 1024;

  private final int maxBytes;
  private long left;

  RecordLimit(InputStream in, int maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
    nextRecord();
  }

  /** From here on another record is read. */
  void nextRecord() {
    left = (long) maxBytes + READ_AHEAD;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left <= 0) {
      throw new UnreadableFileException(
          "there is a record, or something between two, of more than "
              + maxBytes
              + " bytes: shorten it");
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    left -= Math.max(0, count);
    return count;
  }
}
