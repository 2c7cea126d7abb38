package org.workbinroutes.intake;

import java.io.IOException;
import java.io.InputStream;

/**
 * Packed data that is unpacked twice: first to its check sum, which comes last, and then to be
 * read. So nothing of damaged data is taken for a record.
 */
final class VerifiedInput extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Source source;
  private InputStream in;

  VerifiedInput(Source source) {
    this.source = source;
  }

  /** Packed data. */
  interface Source {
    /**
     * Begins to unpack it.
     *
     * @param verify whether only to see that it is undamaged
     */
    InputStream open(boolean verify) throws IOException;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (in == null) {
      verify();
      in = source.open(false);
    }
    return in.read(buffer, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }

  private void verify() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream whole = source.open(true)) {
      while (whole.read(buffer) >= 0) {
        // to the end
      }
    }
  }
}
