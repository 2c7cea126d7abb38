package org.workbinroutes.sink.cometd;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.SecurityPolicy;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;

/** Clients may listen to the sinks' channels. Only the sinks themselves may publish. */
final class ListenOnlyPolicy implements SecurityPolicy {
  private static final String TOKEN = "token";

  private final byte[] token;
  private final Set<String> channels;

  ListenOnlyPolicy(String token, Set<String> channels) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    this.channels = channels;
  }

  @Override
  public boolean canHandshake(BayeuxServer server, ServerSession session, ServerMessage message) {
    return isLocal(session) || token == null || hasToken(message);
  }

  private boolean hasToken(ServerMessage message) {
    Map<String, Object> ext = message == null ? null : message.getExt();
    return ext != null
        && ext.get(TOKEN) instanceof String given
        // in constant time, so that the answer's delay tells nothing of the token
        && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean canCreate(
      BayeuxServer server, ServerSession session, String channelId, ServerMessage message) {
    return isLocal(session) || channels.contains(channelId);
  }

  @Override
  public boolean canSubscribe(
      BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
    return isLocal(session) || channels.contains(channel.getId());
  }

  @Override
  public boolean canPublish(
      BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
    return isLocal(session);
  }

  private static boolean isLocal(ServerSession session) {
    return session != null && session.isLocalSession();
  }
}
