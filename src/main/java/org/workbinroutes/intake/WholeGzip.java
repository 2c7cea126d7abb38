package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * All members of a .gz. The JDK takes what follows a member and is none for the end of the file;
 * here that is an error, or the rest would be dropped without a word.
 */
final class WholeGzip extends GZIPInputStream {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int TRAILER_BYTES = 8;

  private boolean checked;

  WholeGzip(InputStream in) throws IOException {
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
