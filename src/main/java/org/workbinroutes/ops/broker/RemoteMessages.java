package org.workbinroutes.ops.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerSessionPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.workbinroutes.outage.EventLog;

/** Refuses messages of remote clients that do not fit into the memory of who reads them. */
final class RemoteMessages implements ActiveMQServerMessagePlugin, ActiveMQServerSessionPlugin {
  private final BodyLimit limit;
  private final EventLog refusals;

  RemoteMessages(BodyLimit limit, EventLog refusals) {
    this.limit = limit;
    this.refusals = refusals;
  }

  @Override
  public void afterCreateSession(ServerSession session) {
    if (session.getRemotingConnection().getTransportConnection() instanceof NettyConnection netty) {
      RemoteFrames.loggedIn(netty.getNettyChannel());
    }
  }

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (session == null
        || !(session.getRemotingConnection().getTransportConnection() instanceof NettyConnection)) {
      return;
    }
    ICoreMessage core = message.toCore();
    if (limit.sizeOf(core, carried(core)).isEmpty()) {
      refusals.happened(
          () ->
              "The embedded broker refused a message of "
                  + session.getUsername()
                  + " for "
                  + message.getAddress()
                  + ": it is larger than "
                  + limit.bytes()
                  + " bytes, packed or unpacked");
      throw new ActiveMQException(
          "The message is larger than "
              + limit.bytes()
              + " bytes, packed or unpacked: send smaller ones",
          ActiveMQExceptionType.ILLEGAL_STATE);
    }
  }

  private static long carried(ICoreMessage message) throws ActiveMQException {
    return message instanceof LargeServerMessage large
        ? large.getLargeBody().getBodySize()
        : message.getBodyBufferSize();
  }
}
