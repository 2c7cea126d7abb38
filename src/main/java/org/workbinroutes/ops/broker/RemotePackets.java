package org.workbinroutes.ops.broker;

import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQInvalidFilterExpressionException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSharedQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCreateConsumerMessage;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Answers two requests of remote clients in the broker's place. No session is attached to another
 * connection: that asks for no login, so whoever knows a session's name would take it over; the
 * client makes a new session, with a login. And no selector is used that can take long.
 */
final class RemotePackets implements Interceptor {
  private static final int LONGEST_SELECTOR = 1_000;

  private final ActiveMQServer server;

  RemotePackets(ActiveMQServer server) {
    this.server = server;
  }

  @Override
  public boolean intercept(Packet packet, RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof InVMConnection
        || !(connection instanceof CoreRemotingConnection core)) {
      return true;
    }
    if (packet instanceof ReattachSessionMessage reattach) {
      endIfLost(server.getSessionByID(reattach.getName()));
      core.getChannel(packet.getChannelID(), -1)
          .send(new ReattachSessionResponseMessage(-1, false));
      return false;
    }
    SimpleString selector = selector(packet);
    if (selector == null || isCheap(selector.toString())) {
      return true;
    }
    ActiveMQInvalidFilterExpressionException refusal =
        new ActiveMQInvalidFilterExpressionException(
            "The selector is not taken here: at most "
                + LONGEST_SELECTOR
                + " characters, one % in a pattern or two at its ends, no XPATH or XQUERY");
    core.getChannel(packet.getChannelID(), -1)
        .send(
            packet.isResponseAsync()
                ? new ActiveMQExceptionMessage_V2(packet.getCorrelationID(), refusal)
                : new ActiveMQExceptionMessage(refusal));
    return false;
  }

  /** Frees the messages of a session that has no connection any more: its client is back. */
  private void endIfLost(ServerSession session) {
    if (session == null) {
      return;
    }
    RemotingConnection former = session.getRemotingConnection();
    if (former.getTransportConnection() instanceof NettyConnection netty
        && !netty.getNettyChannel().isActive()) {
      server
          .getThreadPool()
          .execute(() -> former.fail(new ActiveMQDisconnectedException("its client is back")));
    }
  }

  private static SimpleString selector(Packet packet) {
    if (packet instanceof SessionCreateConsumerMessage consumer) {
      return consumer.getFilterString();
    }
    if (packet instanceof CreateQueueMessage queue) {
      return queue.getFilterString();
    }
    return packet instanceof CreateSharedQueueMessage queue ? queue.getFilterString() : null;
  }

  /**
   * Whether the time to compare a message does not grow with more than its size. A pattern with
   * several % in its middle tries all ways to share a text among them.
   */
  static boolean isCheap(String selector) {
    if (selector.length() > LONGEST_SELECTOR || selector.matches("(?is).*\\b(xpath|xquery)\\b.*")) {
      return false;
    }
    // every other part is a literal; a doubled quote in one only makes it two
    String[] parts = selector.split("'", -1);
    for (int i = 1; i < parts.length; i += 2) {
      String inside = parts[i].replaceAll("^%+|%+$", "");
      int atTheEnds = parts[i].length() - inside.length();
      long wildcards = inside.chars().filter(character -> character == '%').count();
      if (wildcards > 1 || (wildcards == 1 && atTheEnds > 0) || atTheEnds > 2) {
        return false;
      }
    }
    return true;
  }
}
