package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.AbstractServerTransport;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.DefaultSecurityPolicy;
import org.cometd.server.JacksonJSONContextServer;
import org.cometd.server.http.AbstractHttpTransport;
import org.cometd.server.http.JSONHttpTransport;

/**
 * The notification server. Messages go straight to a user's latest session, whatever it has
 * subscribed to; a handshake without a session of the API succeeds, and is ended at once.
 */
final class WorkspaceBayeux {
  static final String WORKBINS = "/workspace/v3/workbins";
  private static final String NOBODY = "org.workbinroutes.simulator.nobody";
  private static final String REFUSED = "403::subscribe_failed";

  private final WorkspaceState state;
  private final BayeuxServerImpl server = new BayeuxServerImpl();
  private final Map<String, ServerSession> sessionByUser = new ConcurrentHashMap<>();

  WorkspaceBayeux(WorkspaceState state, Duration longPollTimeout, Duration maxInterval) {
    this.state = state;
    server.setOption(AbstractServerTransport.TIMEOUT_OPTION, longPollTimeout.toMillis());
    server.setOption(AbstractServerTransport.MAX_INTERVAL_OPTION, maxInterval.toMillis());
    server.setOption(AbstractServerTransport.JSON_CONTEXT_OPTION, new JacksonJSONContextServer());
    server.setOption(AbstractHttpTransport.MAX_SESSIONS_PER_BROWSER_OPTION, -1);
    server.setOption(BayeuxServerImpl.SWEEP_PERIOD_OPTION, 250L);
    server.setTransports(new JSONHttpTransport(server));
    server.setSecurityPolicy(new KnownOnly());
    server.addExtension(new Refusals());
    server.addListener(new Sessions());
  }

  BayeuxServerImpl server() {
    return server;
  }

  /** Delivers to a user's latest session; to nobody if there is none. */
  void deliver(String user, String channel, Object data) {
    ServerSession session = user == null ? null : sessionByUser.get(user);
    if (session != null) {
      deliver(session, channel, data);
    }
  }

  /** Delivers all of it in one answer to a poll of each user. */
  void deliverTogether(String channel, List<?> all) {
    sessionByUser
        .values()
        .forEach(session -> session.batch(() -> all.forEach(o -> deliver(session, channel, o))));
  }

  /** From now on the living sessions are told nothing, and their polls are answered. */
  void deafen() {
    sessionByUser.clear();
  }

  void expireSessions() {
    server.getSessions().forEach(server::removeSession);
  }

  int sessions() {
    return server.getSessions().size();
  }

  private void deliver(ServerSession session, String channel, Object data) {
    ServerMessage.Mutable message = server.newMessage();
    message.setChannel(channel);
    message.setData(data);
    session.deliver(null, message, Promise.noop());
  }

  private final class Sessions implements BayeuxServer.SessionListener {
    @Override
    public void sessionAdded(ServerSession session, ServerMessage message) {
      if (message == null || message.getBayeuxContext() == null) {
        return;
      }
      state.count("handshake");
      String user =
          state.user(message.getBayeuxContext().getCookie(WorkspaceAuthServlet.SESSION_COOKIE));
      if (user == null) {
        session.setAttribute(NOBODY, true);
        ServerMessage.Mutable goodBye = server.newMessage();
        goodBye.setChannel(Channel.META_DISCONNECT);
        goodBye.setSuccessful(true);
        session.deliver(null, goodBye, Promise.noop());
        return;
      }
      sessionByUser.put(user, session);
      deliver(
          session,
          "/workspace/v3/voice",
          Map.of("messageType", "DnStateChanged", "dn", Map.of("number", "5005")));
      deliver(
          session,
          "/workspace/v3/media",
          Map.of("messageType", "ChannelStateChanged", "media", Map.of("channels", List.of())));
    }

    @Override
    public void sessionRemoved(ServerSession session, ServerMessage message, boolean timeout) {
      sessionByUser.values().removeIf(session::equals);
    }
  }

  private static final class KnownOnly extends DefaultSecurityPolicy {
    @Override
    public boolean canSubscribe(
        BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
      return session.getAttribute(NOBODY) == null;
    }

    @Override
    public boolean canPublish(
        BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
      return false;
    }
  }

  private static final class Refusals implements BayeuxServer.Extension {
    @Override
    public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
      if (to != null
          && to.getAttribute(NOBODY) != null
          && Channel.META_SUBSCRIBE.equals(message.getChannel())) {
        message.put(Message.ERROR_FIELD, REFUSED);
      }
      return true;
    }
  }
}
