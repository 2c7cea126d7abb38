package org.workbinroutes.sink.cometd;

import java.util.Map;
import org.apache.camel.component.cometd.CometdBinding;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;

/**
 * Takes the field by which camel-cometd exchanges Camel headers out of every message, both ways.
 */
final class CamelHeadersRemover implements BayeuxServer.Extension {
  @Override
  public boolean rcv(ServerSession from, ServerMessage.Mutable message) {
    return remove(message);
  }

  @Override
  public boolean rcvMeta(ServerSession from, ServerMessage.Mutable message) {
    return remove(message);
  }

  @Override
  public boolean send(ServerSession from, ServerSession to, ServerMessage.Mutable message) {
    return remove(message);
  }

  @Override
  public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
    return remove(message);
  }

  private static boolean remove(ServerMessage.Mutable message) {
    Map<String, Object> ext = message.getExt();
    if (ext != null && ext.containsKey(CometdBinding.HEADERS_FIELD)) {
      ext.remove(CometdBinding.HEADERS_FIELD);
    }
    return true;
  }
}
