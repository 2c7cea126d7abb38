package org.workbinroutes.intake;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Keeps the last characters that were read, so that a record can be told as it stood there. */
final class RecordingReader extends FilterReader {
  private final int mostKept;
  private final StringBuilder kept = new StringBuilder();
  private long begin;

  /**
   * A reader.
   *
   * @param in what is read
   * @param mostKept the most characters that are kept; beyond, the first are forgotten
   */
  RecordingReader(Reader in, int mostKept) {
    super(in);
    this.mostKept = mostKept;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      kept.append(buffer, offset, count);
      if (kept.length() > mostKept) {
        forgetBefore(begin + kept.length() - mostKept);
      }
    }
    return count;
  }

  /** Forgets what stands before a position; positions count all characters that were read. */
  void forgetBefore(long position) {
    int count = (int) Math.min(kept.length(), Math.max(0, position - begin));
    kept.delete(0, count);
    begin += count;
  }

  /** What stands between two positions; empty if some of it was forgotten. */
  Optional<String> between(long from, long to) {
    boolean known = from >= begin && to <= begin + kept.length() && from <= to;
    return known
        ? Optional.of(kept.substring((int) (from - begin), (int) (to - begin)))
        : Optional.empty();
  }
}
