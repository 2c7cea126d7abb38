package org.workbinroutes.sink.cometd;

import java.util.Queue;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends away a client whose queue is full. Leaving messages out in silence would be worse: a client
 * that has to shake hands again knows that it missed something.
 */
final class SlowClientRemover implements BayeuxServer.SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger(SlowClientRemover.class);

  @Override
  public void sessionAdded(ServerSession session, ServerMessage message) {
    session.addListener((ServerSession.QueueMaxedListener) SlowClientRemover::sendAway);
  }

  private static boolean sendAway(
      ServerSession session, Queue<ServerMessage> queue, ServerSession sender, Message message) {
    LOG.warn("A CometD client reads too slowly: {} messages wait, it is sent away", queue.size());
    session.disconnect();
    return false;
  }
}
