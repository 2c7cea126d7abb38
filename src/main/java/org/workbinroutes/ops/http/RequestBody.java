package org.workbinroutes.ops.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.StreamCache;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;

/** A body that was read to its end; what it holds is let go of once. */
final class RequestBody implements AutoCloseable {
  private final byte[] bytes;
  private final Path file;
  private final Runnable letGo;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A body.
   *
   * @param bytes all of it; null if it lies in a file
   * @param file all of it; null if it lies in memory
   */
  RequestBody(byte[] bytes, Path file, Runnable letGo) {
    this.bytes = bytes;
    this.file = file;
    this.letGo = letGo;
  }

  /** The body, if it lies in memory. */
  byte[] bytes() {
    return bytes;
  }

  /** The body as a stream that can be read again. */
  StreamCache open() throws IOException {
    return bytes == null
        ? new FileInputStreamCache(file.toFile())
        : new InputStreamCache(bytes, bytes.length);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      letGo.run();
    }
  }
}
