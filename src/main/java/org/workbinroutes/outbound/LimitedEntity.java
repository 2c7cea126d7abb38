package org.workbinroutes.outbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * An answer's body that ends the connection instead of reading on without end. HttpClient reads a
 * body to its end when it is closed, however long that end is away.
 */
final class LimitedEntity extends HttpEntityWrapper {
  /** What is left is read away up to this size, so that the connection can be used again. */
  private static final int LARGEST_REST = 64 * 1024;

  private final long maxBytes;
  private final Runnable stop;
  private final Deadline deadline;
  private LimitedStream content;

  /**
   * Wraps a body.
   *
   * @param deadline until when it must be read
   */
  LimitedEntity(HttpEntity entity, long maxBytes, Runnable stop, Deadline deadline) {
    super(entity);
    this.maxBytes = maxBytes;
    this.stop = stop;
    this.deadline = deadline;
  }

  /** Not what is claimed, if it is more than will be read: readers make room for it at once. */
  @Override
  public long getContentLength() {
    long claimed = super.getContentLength();
    return claimed > maxBytes ? -1 : claimed;
  }

  @Override
  public InputStream getContent() throws IOException {
    if (content == null) {
      InputStream whole = super.getContent();
      content = whole == null ? null : new LimitedStream(whole);
    }
    return content;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = getContent()) {
      if (in != null) {
        in.transferTo(out);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      InputStream in = getContent();
      if (in != null) {
        in.close();
      }
    } finally {
      try {
        super.close();
      } finally {
        deadline.met();
      }
    }
  }

  private final class LimitedStream extends FilterInputStream {
    private long left = maxBytes;
    private boolean ended;

    private LimitedStream(InputStream content) {
      super(content);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      int read;
      try {
        read = super.read(into, offset, length);
      } catch (IOException failure) {
        ended = true;
        deadline.check(failure);
        throw failure;
      }
      ended = read < 0;
      left -= Math.max(0, read);
      if (left < 0) {
        end();
        throw new IOException(
            "The answer is larger than " + maxBytes + " bytes: the connection was ended");
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[(int) Math.max(0, Math.min(count, 4096))];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public void close() throws IOException {
      try {
        left = Math.min(left, LARGEST_REST);
        byte[] rest = new byte[4096];
        while (!ended) {
          read(rest, 0, rest.length);
        }
      } catch (IOException endless) {
        end();
      } finally {
        try {
          super.close();
        } finally {
          deadline.met();
        }
      }
    }

    private void end() {
      ended = true;
      stop.run();
    }
  }
}
