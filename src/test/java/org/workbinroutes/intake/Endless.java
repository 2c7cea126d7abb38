package org.workbinroutes.intake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;

/** A begin, and then one byte over and over, as often as asked: large, and takes no memory. */
final class Endless extends InputStream {
  private final InputStream in;

  Endless(byte[] begin, char over, long times) {
    this.in = new SequenceInputStream(new ByteArrayInputStream(begin), new Same(over, times));
  }

  @Override
  public int read() throws java.io.IOException {
    return in.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws java.io.IOException {
    return in.read(buffer, offset, length);
  }

  private static final class Same extends InputStream {
    private final byte over;
    private long left;

    Same(char over, long times) {
      this.over = (byte) over;
      this.left = times;
    }

    @Override
    public int read() {
      return left-- > 0 ? over : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int size = (int) Math.min(left, length);
      Arrays.fill(buffer, offset, offset + size, over);
      left -= size;
      return size;
    }
  }
}
