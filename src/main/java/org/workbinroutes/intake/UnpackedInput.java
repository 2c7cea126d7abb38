package org.workbinroutes.intake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What comes out of a packed file, within its budget; damage is told in words. */
final class UnpackedInput extends BulkInput {
  private final Budget budget;

  UnpackedInput(InputStream in, Budget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(buffer, offset, length);
    } catch (ZipException | EOFException damaged) {
      throw damaged();
    }
    if (count > 0) {
      budget.spend(count);
    }
    return count;
  }

  static UnreadableFileException damaged() {
    return new UnreadableFileException(
        "the packed data is damaged or breaks off: pack the file again");
  }

  /** How much may come out of one packed file: the end of a bomb. Used by one thread at a time. */
  static final class Budget {
    /** A small file may well unpack to this: nothing is gained by looking at its ratio. */
    private static final long ALWAYS_ALLOWED = 16L * 1024 * 1024;

    private final long most;
    private final boolean byRatio;
    private volatile long total;
    private boolean spent;

    Budget(long packedBytes, long maxUnpackedBytes) {
      long ofRatio = Math.max(ALWAYS_ALLOWED, packedBytes * FileReading.MAX_RATIO);
      this.byRatio = ofRatio < maxUnpackedBytes;
      this.most = Math.min(ofRatio, maxUnpackedBytes);
    }

    /** What came out so far, in bytes. */
    long total() {
      return total;
    }

    /** Whether more came out than is allowed. */
    boolean isSpent() {
      return spent;
    }

    void spend(int bytes) throws UnreadableFileException {
      // one thread writes; others only look how far it is
      long now = total + bytes;
      total = now;
      if (now > most) {
        spent = true;
        throw new UnreadableFileException(
            byRatio
                ? "more than "
                    + FileReading.MAX_RATIO
                    + " times its size comes out of it: drop the file unpacked"
                : "more than "
                    + most
                    + " bytes come out of it: split it, or raise maxUnpackedSize");
      }
    }
  }
}
