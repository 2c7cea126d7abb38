package org.workbinroutes.ops.broker;

import io.netty.buffer.ByteBuf;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Checks what a message of the CORE protocol says of its own size. Artemis reserves memory for the
 * number of properties, and for each property of bytes, before it looks whether they are there.
 */
final class MessageHead {
  /** Length, kind and channel of the packet, which Artemis counts with the body. */
  private static final int PACKET_HEAD_BYTES = Integer.BYTES + Byte.BYTES + Long.BYTES;

  private static final int USER_ID_BYTES = 16;

  /** Type, durable, expiration, timestamp, priority. */
  private static final int FIXED_BYTES = 1 + 1 + Long.BYTES + Long.BYTES + 1;

  private final ByteBuf bytes;

  private MessageHead(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /** Whether everything that the message counts is there. */
  static boolean isWhole(ByteBuf packet, boolean hasBody) {
    try {
      MessageHead head = new MessageHead(packet.duplicate());
      if (hasBody) {
        head.skip(head.bytes.readInt() - PACKET_HEAD_BYTES);
      }
      head.skipHeaders();
      return head.bytes.readByte() == DataConstants.NULL || head.skipProperties();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return false;
    }
  }

  private void skipHeaders() {
    skip(Long.BYTES);
    if (bytes.readByte() != DataConstants.NULL) {
      skipCounted();
    }
    if (bytes.readByte() == DataConstants.NOT_NULL) {
      skip(USER_ID_BYTES);
    }
    skip(FIXED_BYTES);
  }

  private boolean skipProperties() {
    int properties = bytes.readInt();
    if (properties < 0 || properties > bytes.readableBytes()) {
      return false;
    }
    for (int i = 0; i < properties; i++) {
      skipCounted();
      skipValue();
    }
    return true;
  }

  private void skipValue() {
    byte type = bytes.readByte();
    switch (type) {
      case DataConstants.NULL -> {}
      case DataConstants.BOOLEAN, DataConstants.BYTE -> skip(Byte.BYTES);
      case DataConstants.SHORT, DataConstants.CHAR -> skip(Short.BYTES);
      case DataConstants.INT, DataConstants.FLOAT -> skip(Integer.BYTES);
      case DataConstants.LONG, DataConstants.DOUBLE -> skip(Long.BYTES);
      case DataConstants.BYTES, DataConstants.STRING -> skipCounted();
      default -> throw new IllegalArgumentException("a property of type " + type);
    }
  }

  private void skipCounted() {
    skip(bytes.readInt());
  }

  /** Throws for a negative number, and for more than is there. */
  private void skip(int count) {
    bytes.skipBytes(count);
  }
}
