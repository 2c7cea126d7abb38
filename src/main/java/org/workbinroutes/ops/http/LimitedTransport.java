package org.workbinroutes.ops.http;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.impl.transports.JDKTransport;
import java.util.List;

/** Closes connections beyond the limits as they are accepted: Vert.x counts none. */
final class LimitedTransport extends JDKTransport {
  private final OpenConnections connections;

  LimitedTransport(OpenConnections connections) {
    this.connections = connections;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return LimitedServerChannel::new;
  }

  private final class LimitedServerChannel extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int number = super.doReadMessages(accepted);
      if (number > 0) {
        NioSocketChannel channel = (NioSocketChannel) accepted.get(accepted.size() - 1);
        String address = addressOf(channel);
        if (connections.admit(address)) {
          channel.closeFuture().addListener(closed -> connections.closed(address));
        } else {
          accepted.remove(accepted.size() - 1);
          channel.unsafe().closeForcibly();
        }
      }
      return number;
    }

    private String addressOf(NioSocketChannel channel) {
      // a connection that is gone already has none
      return CallerAddress.of(
          channel.remoteAddress() == null
              ? null
              : channel.remoteAddress().getAddress().getHostAddress());
    }
  }
}
