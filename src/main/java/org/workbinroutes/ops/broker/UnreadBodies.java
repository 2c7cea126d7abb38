package org.workbinroutes.ops.broker;

import java.util.OptionalLong;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.reader.MapMessageUtil;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.workbinroutes.intake.JmsBatch;

/**
 * Keeps bodies that are too large out of the memory of Artemis' client. Of a bytes message alone
 * the client reads nothing by itself, so a message that is too large arrives as one, with the
 * property {@link JmsBatch#UNREAD}; its reader makes a dead letter of it without its body.
 */
final class UnreadBodies implements Interceptor {
  private static final Set<Byte> KINDS =
      Set.of(
          Message.DEFAULT_TYPE,
          Message.OBJECT_TYPE,
          Message.TEXT_TYPE,
          Message.BYTES_TYPE,
          Message.MAP_TYPE,
          Message.STREAM_TYPE);

  private final BodyLimit limit;

  UnreadBodies(BodyLimit limit) {
    this.limit = limit;
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (packet instanceof SessionReceiveLargeMessage large) {
      check(large.getLargeMessage().toCore(), large.getLargeMessageSize());
    } else if (packet instanceof SessionReceiveMessage regular) {
      ICoreMessage message = regular.getMessage().toCore();
      check(message, message.getBodyBufferSize());
    }
    return true;
  }

  private void check(ICoreMessage message, long carried) {
    OptionalLong size = limit.sizeOf(message, carried);
    message.removeProperty(JmsBatch.UNREAD);
    if (size.isEmpty()) {
      message.setType(Message.BYTES_TYPE);
      message.removeProperty(Message.HDR_LARGE_COMPRESSED);
      message.putLongProperty(JmsBatch.UNREAD, carried);
    } else if (!KINDS.contains(message.getType()) || !isWhole(message, carried)) {
      // the client would throw each time it is given, and take back what was read before it
      message.setType(Message.DEFAULT_TYPE);
    }
    if (message.isLargeMessage() || message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
      // the client reserves as much as the sender said
      message.putLongProperty(Message.HDR_LARGE_BODY_SIZE, size.orElse(carried));
    }
  }

  /**
   * Whether the client can read the body: its sender may have cut it short, or a disk that was
   * full. Of what comes in pieces or packed it is known only that there is some.
   */
  private static boolean isWhole(ICoreMessage message, long carried) {
    if (message.getType() != Message.TEXT_TYPE && message.getType() != Message.MAP_TYPE) {
      return true;
    }
    if (message.isLargeMessage() || message.containsProperty(Message.HDR_LARGE_COMPRESSED)) {
      return carried > 0;
    }
    try {
      ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
      if (message.getType() == Message.TEXT_TYPE) {
        body.readNullableSimpleString();
      } else {
        MapMessageUtil.readBodyMap(body);
      }
      return true;
    } catch (IndexOutOfBoundsException | NegativeArraySizeException | IllegalStateException cut) {
      return false;
    }
  }
}
