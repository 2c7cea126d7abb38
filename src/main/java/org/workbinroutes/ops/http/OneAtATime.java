package org.workbinroutes.ops.http;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds pipelined requests of an HTTP/1.1 connection back until the answer to the one before was
 * written to the socket. Vert.x starts the next one as soon as an answer is handed to Netty, and
 * keeps all answers of a caller who reads none.
 */
final class OneAtATime extends ChannelDuplexHandler {
  /** Where it stands in the pipeline. */
  static final String NAME = "oneAtATime";

  private static final int MOST_WAITING = 100;

  private final UnreadAnswers unread;
  private final OpenConnections connections;
  private final Queue<Object> waiting = new ArrayDeque<>();
  private int waitingRequests;
  private boolean answering;

  OneAtATime(UnreadAnswers unread, OpenConnections connections) {
    this.unread = unread;
    this.connections = connections;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!ctx.channel().isOpen()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (waiting.isEmpty() && !isTooEarly(message)) {
      pass(ctx, message);
      return;
    }
    waiting.add(message);
    ctx.channel().config().setAutoRead(false);
    if (message instanceof HttpRequest && ++waitingRequests > MOST_WAITING) {
      connections.refused("a connection had more than " + MOST_WAITING + " requests in flight");
      close(ctx);
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    int bytes = message instanceof ByteBufHolder body ? body.content().readableBytes() : 0;
    boolean last = message instanceof LastHttpContent && !isInformational(message);
    ChannelPromise written = promise.unvoid();
    if (bytes > 0
        && unread.sending(ctx.channel(), bytes, () -> !ctx.channel().isOpen(), () -> close(ctx))) {
      connections.refused("callers do not read their answers");
    }
    if (bytes > 0 || last) {
      written.addListener(
          done -> {
            unread.taken(ctx.channel(), bytes);
            if (last) {
              answering = false;
              if (!waiting.isEmpty()) {
                ctx.executor().execute(() -> next(ctx));
              }
            }
          });
    }
    ChannelFuture unused = ctx.write(message, written);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    ctx.fireChannelInactive();
  }

  private void next(ChannelHandlerContext ctx) {
    if (waiting.isEmpty() || isTooEarly(waiting.peek())) {
      return;
    }
    // before the others are passed on: Vert.x may pause the connection while it takes them
    ctx.channel().config().setAutoRead(true);
    while (!waiting.isEmpty() && !isTooEarly(waiting.peek())) {
      Object message = waiting.remove();
      if (message instanceof HttpRequest) {
        waitingRequests--;
      }
      pass(ctx, message);
    }
    ctx.fireChannelReadComplete();
    if (!waiting.isEmpty()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  private void pass(ChannelHandlerContext ctx, Object message) {
    answering |= message instanceof HttpRequest;
    ctx.fireChannelRead(message);
  }

  private boolean isTooEarly(Object message) {
    return answering && message instanceof HttpRequest;
  }

  private static void close(ChannelHandlerContext ctx) {
    ChannelFuture unused = ctx.close();
  }

  private static boolean isInformational(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
