package org.workbinroutes.sink.webhook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * An answer's body that ends the connection instead of reading on without end. HttpClient reads a
 * body to its end when it is closed, however long that end is away.
 */
final class LimitedEntity extends HttpEntityWrapper {
  private final ExecRuntime connection;
  private final int maxBytes;
  private final int maxMillis;

  LimitedEntity(HttpEntity entity, ExecRuntime connection, int maxBytes, int maxMillis) {
    super(entity);
    this.connection = connection;
    this.maxBytes = maxBytes;
    this.maxMillis = maxMillis;
  }

  @Override
  public InputStream getContent() throws IOException {
    InputStream content = super.getContent();
    return content == null ? null : new LimitedStream(content);
  }

  private final class LimitedStream extends FilterInputStream {
    private final long deadline = System.nanoTime() + maxMillis * 1_000_000L;
    private long count;
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
      int read = super.read(into, offset, length);
      ended |= read < 0;
      count += Math.max(0, read);
      if (count > maxBytes || System.nanoTime() - deadline > 0) {
        connection.discardEndpoint();
        throw new IOException(
            "The answer is larger than "
                + maxBytes
                + " bytes or takes longer than "
                + maxMillis
                + " ms: the connection was ended");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      try {
        // a short rest is read, so that the connection can be used again
        byte[] rest = new byte[4096];
        while (!ended) {
          read(rest, 0, rest.length);
        }
      } catch (IOException endless) {
        connection.discardEndpoint();
      } finally {
        super.close();
      }
    }
  }
}
