package org.workbinroutes.ops.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQFrameDecoder2;
import org.workbinroutes.outage.EventLog;

/**
 * Reads the frames of one remote connection, and closes it at a frame that no client sends. Artemis
 * takes frames of up to 2 GB from anybody, decodes packets of every kind before it asks for a
 * login, and reserves what a packet says it holds.
 *
 * <p>A frame is its length (4 bytes), the kind of its packet (1), a channel (8), and the rest.
 */
final class RemoteFrames extends ActiveMQFrameDecoder2 {
  private static final AttributeKey<Boolean> LOGGED_IN = AttributeKey.valueOf("workbinLoggedIn");

  private static final int LARGEST_BEFORE_LOGIN = 16 * 1024;

  /** What is larger, a client sends as a large message, in pieces of 100 KiB. */
  private static final int LARGEST = 1024 * 1024;

  private static final int LOGIN_SECONDS = 30;
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int HEAD_BYTES = LENGTH_BYTES + Byte.BYTES + Long.BYTES;
  private static final long CONNECTION_CHANNEL = 0;
  private static final long LOGIN_CHANNEL = 1;

  /** The channels below are for clusters, federation and the like. */
  private static final long FIRST_SESSION_CHANNEL = 10;

  private static final Set<Byte> ON_THE_CONNECTION =
      Set.of(
          PacketImpl.PING,
          PacketImpl.DISCONNECT,
          PacketImpl.DISCONNECT_V2,
          PacketImpl.DISCONNECT_V3,
          PacketImpl.SUBSCRIBE_TOPOLOGY,
          PacketImpl.SUBSCRIBE_TOPOLOGY_V2);

  @SuppressWarnings("deprecation") // clients of earlier versions ask for it
  private static final Set<Byte> FOR_THE_LOGIN =
      Set.of(
          PacketImpl.CREATESESSION,
          PacketImpl.CREATESESSION_V2,
          PacketImpl.CHECK_FOR_FAILOVER,
          PacketImpl.REATTACH_SESSION);

  private final BodyLimit limit;
  private final EventLog refusals;

  /** By channel, the bytes of the large message that is on its way. */
  private final Map<Long, Long> arrived = new HashMap<>();

  RemoteFrames(BodyLimit limit, EventLog refusals) {
    this.limit = limit;
    this.refusals = refusals;
  }

  /** To be called when somebody has logged in over a connection. */
  static void loggedIn(Channel channel) {
    channel.attr(LOGGED_IN).set(true);
  }

  private static boolean isLoggedIn(ChannelHandlerContext context) {
    return Boolean.TRUE.equals(context.channel().attr(LOGGED_IN).get());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    super.handlerAdded(context);
    var unused =
        context
            .executor()
            .schedule(
                () -> {
                  if (context.channel().isActive() && !isLoggedIn(context)) {
                    close(context, "nobody logged in within " + LOGIN_SECONDS + " s");
                  }
                },
                LOGIN_SECONDS,
                TimeUnit.SECONDS);
  }

  @Override
  protected Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
    int readable = in.readableBytes();
    if (readable < LENGTH_BYTES) {
      return null;
    }
    int start = in.readerIndex();
    int length = in.getInt(start);
    if (length < HEAD_BYTES - LENGTH_BYTES
        || length > (isLoggedIn(context) ? LARGEST : LARGEST_BEFORE_LOGIN)) {
      return refuse(context, in, "a frame of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (readable < HEAD_BYTES) {
      return null;
    }
    byte kind = in.getByte(start + LENGTH_BYTES);
    long channel = in.getLong(start + LENGTH_BYTES + Byte.BYTES);
    if (!isExpected(kind, channel, isLoggedIn(context))) {
      return refuse(context, in, "a packet of the kind " + kind + " on channel " + channel);
    }
    if (readable < LENGTH_BYTES + length) {
      return null;
    }
    if (kind == PacketImpl.SESS_SEND || kind == PacketImpl.SESS_SEND_LARGE) {
      ByteBuf message = in.slice(start + HEAD_BYTES, LENGTH_BYTES + length - HEAD_BYTES);
      if (!MessageHead.isWhole(message, kind == PacketImpl.SESS_SEND)) {
        return refuse(context, in, "a message that is shorter than it says");
      }
    }
    if (kind == PacketImpl.SESS_SEND_LARGE) {
      arrived.put(channel, 0L);
    }
    return kind == PacketImpl.SESS_SEND_CONTINUATION
        ? piece(context, in, channel)
        : super.decode(context, in);
  }

  private static boolean isExpected(byte kind, long channel, boolean isLoggedIn) {
    if (channel == CONNECTION_CHANNEL) {
      return ON_THE_CONNECTION.contains(kind);
    }
    if (channel == LOGIN_CHANNEL) {
      return FOR_THE_LOGIN.contains(kind);
    }
    return isLoggedIn && channel >= FIRST_SESSION_CHANNEL && isOfASession(kind);
  }

  /** All packets that Artemis' client sends in a session; none of a replica or a cluster. */
  private static boolean isOfASession(byte kind) {
    return kind == PacketImpl.PACKETS_CONFIRMED
        || (kind >= PacketImpl.CREATE_QUEUE && kind <= PacketImpl.SESS_PRODUCER_FAIL_CREDITS)
        || (kind >= PacketImpl.SESS_ADD_METADATA && kind <= PacketImpl.SESS_UNIQUE_ADD_METADATA)
        || (kind <= PacketImpl.CREATE_ADDRESS && kind >= PacketImpl.CREATE_SHARED_QUEUE_V2)
        || kind == PacketImpl.CREATE_PRODUCER
        || kind == PacketImpl.REMOVE_PRODUCER;
  }

  /** A piece of a large message; beyond the limit without its bytes, so that none is written. */
  private Object piece(ChannelHandlerContext context, ByteBuf in, long channel) throws Exception {
    int start = in.readerIndex();
    int length = in.getInt(start);
    int bytes = length < HEAD_BYTES ? -1 : in.getInt(start + HEAD_BYTES);
    int before = HEAD_BYTES - LENGTH_BYTES;
    if (bytes < 0 || bytes > length - before - Integer.BYTES) {
      return refuse(context, in, "a piece of a message of " + bytes + " bytes");
    }
    long all = arrived.merge(channel, (long) bytes, Long::sum);
    ByteBuf frame = (ByteBuf) super.decode(context, in);
    if (all - bytes <= limit.bytes()) {
      return frame;
    }
    try {
      int after = before + Integer.BYTES + bytes;
      // a frame is handed on with its length, which is passed over
      return Unpooled.buffer(LENGTH_BYTES + length - bytes)
          .writeInt(length - bytes)
          .skipBytes(LENGTH_BYTES)
          .writeBytes(frame, frame.readerIndex(), before)
          .writeInt(0)
          .writeBytes(frame, frame.readerIndex() + after, length - after);
    } finally {
      frame.release();
    }
  }

  private Object refuse(ChannelHandlerContext context, ByteBuf in, String what) {
    in.skipBytes(in.readableBytes());
    close(context, "it sent " + what + (isLoggedIn(context) ? "" : " before a login"));
    return null;
  }

  private void close(ChannelHandlerContext context, String why) {
    if (context.channel().isActive()) {
      refusals.happened(() -> "The embedded broker refused a connection: " + why);
      var unused = context.close();
    }
  }
}
