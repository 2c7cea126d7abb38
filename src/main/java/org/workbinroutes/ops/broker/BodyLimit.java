package org.workbinroutes.ops.broker;

import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/**
 * The largest body of a message that is read into memory. Artemis' client reads and unpacks the
 * whole body before anybody can look at its size, and a packed body can be a thousand times larger
 * than it looks.
 *
 * @param bytes the limit, in bytes as Artemis carries them: a text takes two a character
 */
record BodyLimit(long bytes) {
  /** Consumers at work, each of which holds the body of its message three times. */
  private static final int SHARES = 32;

  private static final long LARGEST = 33L * 1024 * 1024;

  /** A share of the heap, so that the consumers of an intake fit into it at the same time. */
  static BodyLimit ofHeap() {
    return new BodyLimit(Math.min(LARGEST, Runtime.getRuntime().maxMemory() / SHARES));
  }

  /**
   * How large a body is when it is unpacked. Nothing that the message says of its size is believed.
   *
   * @param message the message, of which only properties and a body that is here already are read
   * @param carried the bytes of its body on the way, packed or not
   * @return empty if it is too large, or if that cannot be known without reading it
   */
  OptionalLong sizeOf(ICoreMessage message, long carried) {
    Object packed = message.getObjectProperty(Message.HDR_LARGE_COMPRESSED);
    if (packed == null || Boolean.FALSE.equals(packed)) {
      return carried <= bytes ? OptionalLong.of(carried) : OptionalLong.empty();
    }
    if (!Boolean.TRUE.equals(packed) || message.isLargeMessage() || carried > bytes) {
      return OptionalLong.empty();
    }
    return unpacked(message.getReadOnlyBodyBuffer());
  }

  private OptionalLong unpacked(ActiveMQBuffer body) {
    byte[] packed = new byte[body.readableBytes()];
    body.readBytes(packed);
    byte[] piece = new byte[8 * 1024];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      while (!inflater.finished() && inflater.getBytesWritten() <= bytes) {
        if (inflater.inflate(piece) == 0 && !inflater.finished()) {
          return OptionalLong.empty();
        }
      }
      return inflater.getBytesWritten() <= bytes
          ? OptionalLong.of(inflater.getBytesWritten())
          : OptionalLong.empty();
    } catch (DataFormatException damaged) {
      return OptionalLong.empty();
    } finally {
      inflater.end();
    }
  }
}
