package org.workbinroutes.simulator;

import java.util.Map;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.AbstractServerTransport;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.DefaultSecurityPolicy;
import org.cometd.server.JacksonJSONContextServer;
import org.cometd.server.ext.AcknowledgedMessagesExtension;
import org.cometd.server.http.AbstractHttpTransport;

/** A Bayeux server that speaks of unknown clients as GWS does, and lets nobody publish. */
final class GwsBayeuxServer extends BayeuxServerImpl {
  private final PollFaults faults;

  GwsBayeuxServer(Simulation simulation) {
    Settings settings = simulation.settings();
    faults = simulation.faults().polls();
    setOption(AbstractServerTransport.TIMEOUT_OPTION, settings.longPollTimeout().toMillis());
    setOption(AbstractServerTransport.MAX_INTERVAL_OPTION, settings.maxInterval().toMillis());
    setOption(AbstractServerTransport.HANDSHAKE_RECONNECT_OPTION, settings.advertiseMaxInterval());
    setOption(AbstractServerTransport.JSON_CONTEXT_OPTION, new JacksonJSONContextServer());
    setOption(AbstractHttpTransport.MAX_SESSIONS_PER_BROWSER_OPTION, settings.pollsPerBrowser());
    setOption(SWEEP_PERIOD_OPTION, 250L);
    setSecurityPolicy(new ListenOnly());
    if (settings.ackExtension()) {
      addExtension(new AcknowledgedMessagesExtension());
    }
    addExtension(new Adviser(settings.advice()));
  }

  @Override
  protected void unknownSession(ServerMessage.Mutable reply) {
    super.unknownSession(reply);
    boolean loginIsDead =
        reply.getBayeuxContext().getRequestAttribute(GwsLongPolling.LOGIN) == null;
    String clientId = reply.getAssociated().getClientId();
    boolean forbidden = faults.isForbidden(clientId) || getSession(clientId) != null;
    reply.put(
        Message.ERROR_FIELD,
        loginIsDead || forbidden ? GwsLongPolling.UNKNOWN_403 : GwsLongPolling.UNKNOWN_402);
  }

  private final class ListenOnly extends DefaultSecurityPolicy {
    @Override
    public boolean canHandshake(BayeuxServer server, ServerSession session, ServerMessage message) {
      return !faults.denyHandshake.take();
    }

    @Override
    public boolean canSubscribe(
        BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
      return !(message.getBayeuxContext().getRequestAttribute(GwsLongPolling.LOGIN)
              instanceof LoginSession login)
          || !login.stale();
    }

    @Override
    public boolean canPublish(
        BayeuxServer server, ServerSession session, ServerChannel channel, ServerMessage message) {
      return false;
    }
  }

  private final class Adviser implements Extension {
    private final boolean advice;

    Adviser(boolean advice) {
      this.advice = advice;
    }

    @Override
    public boolean sendMeta(ServerSession to, ServerMessage.Mutable message) {
      if (!advice && message.isSuccessful()) {
        message.remove(Message.ADVICE_FIELD);
      }
      if (Channel.META_CONNECT.equals(message.getChannel()) && faults.adviseNone.take()) {
        Map<String, Object> changed = message.getAdvice(true);
        changed.put(Message.RECONNECT_FIELD, Message.RECONNECT_NONE_VALUE);
        message.setSuccessful(message.isSuccessful() && faults.adviseNoneSuccessfully());
      }
      return true;
    }
  }
}
