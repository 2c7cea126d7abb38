package org.workbinroutes.simulator;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ServerSessionImpl;

/** The Bayeux server of one run of the simulator, and who is connected to it. */
final class BayeuxSide {
  private static final String LISTENER = "org.workbinroutes.simulator.listener";

  private final Simulation simulation;
  private final GwsBayeuxServer server;
  private final GwsLongPolling longPolling;

  BayeuxSide(Simulation simulation) {
    this.simulation = simulation;
    server = new GwsBayeuxServer(simulation);
    longPolling = new GwsLongPolling(server, simulation);
    server.setTransports(longPolling);
    server.addListener(new Sessions());
    server.addListener(new ChannelSubscriptions());
  }

  BayeuxServerImpl server() {
    return server;
  }

  int sessionCount() {
    return server.getSessions().size();
  }

  int heldPollCount() {
    return longPolling.held().size();
  }

  void publish(String channel, Object data) {
    server.createChannelIfAbsent(channel).getReference().publish(null, data, Promise.noop());
  }

  /** Publishes all of them at once: each session's next poll is answered with the whole. */
  void publishTogether(String channel, List<?> all) {
    Runnable publishing = () -> all.forEach(data -> publish(channel, data));
    for (ServerSession session : server.getSessions()) {
      Runnable inner = publishing;
      publishing = () -> session.batch(inner);
    }
    publishing.run();
  }

  void expireSessions(HeldPolls held) {
    end(server.getSessions(), held, GwsLongPolling.UNKNOWN_402, HeldPoll::schedule);
  }

  void forbidSessions() {
    List<ServerSession> all = server.getSessions();
    all.forEach(session -> simulation.faults().polls().forbid(session.getId()));
    end(all, HeldPolls.ANSWERED, GwsLongPolling.UNKNOWN_403, HeldPoll::schedule);
  }

  /** Ends the Bayeux sessions of HTTP sessions that are gone. */
  void loginsGone(Collection<LoginSession> logins, HeldPolls held) {
    boolean byStatus = simulation.settings().deadSessionPoll() == DeadSessionPoll.HTTP_401;
    Consumer<HeldPoll> answer = byStatus ? longPolling::refuse : HeldPoll::schedule;
    for (LoginSession login : logins) {
      end(login.bayeuxSessions(), held, GwsLongPolling.UNKNOWN_403, answer);
    }
  }

  void disconnectSessions() {
    server.getSessions().forEach(ServerSession::disconnect);
  }

  void wakeHeldPolls() {
    longPolling.held().forEach(HeldPoll::schedule);
  }

  void cutHeldPolls() {
    longPolling.held().forEach(BayeuxSide::cut);
  }

  private void end(
      List<? extends ServerSession> sessions,
      HeldPolls held,
      String error,
      Consumer<HeldPoll> answer) {
    List<HeldPoll> polls =
        longPolling.held().stream()
            .filter(poll -> sessions.contains(poll.getContext().session()))
            .toList();
    polls.forEach(poll -> poll.spoil(error));
    sessions.forEach(server::removeSession);
    for (HeldPoll poll : polls) {
      switch (held) {
        case ANSWERED -> answer.accept(poll);
        case CUT -> cut(poll);
        case LEFT -> {
          // answered with the error when its time is over
        }
      }
    }
  }

  private static void cut(HeldPoll poll) {
    Connections.reset(poll.request());
    poll.cancel(new IOException("cut on purpose"));
  }

  private final class Sessions implements BayeuxServer.SessionListener {
    @Override
    public void sessionAdded(ServerSession session, ServerMessage message) {
      if (message == null || message.getBayeuxContext() == null) {
        return;
      }
      LoginSession login =
          (LoginSession) message.getBayeuxContext().getRequestAttribute(GwsLongPolling.LOGIN);
      Listener listener = new Listener((ServerSessionImpl) session, login);
      session.setAttribute(LISTENER, listener);
      simulation.subscriptions().handshaken(login);
      login.listeners().add(listener);
    }

    @Override
    public void sessionRemoved(ServerSession session, ServerMessage message, boolean timeout) {
      if (session.getAttribute(LISTENER) instanceof Listener listener) {
        listener.login().listeners().remove(listener);
        simulation.subscriptions().bayeuxSessionGone(listener.login());
        if (timeout && simulation.faults().polls().expiryEndsLogins()) {
          simulation.ended(simulation.logins().remove(listener.login()), HeldPolls.ANSWERED);
        }
      }
    }
  }

  private static final class ChannelSubscriptions implements BayeuxServer.SubscriptionListener {
    @Override
    public void subscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
      if (session.getAttribute(LISTENER) instanceof Listener listener) {
        listener.subscribed(channel.getId());
      }
    }

    @Override
    public void unsubscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
      if (session.getAttribute(LISTENER) instanceof Listener listener) {
        listener.unsubscribed(channel.getId());
      }
    }
  }
}
