package org.workbinroutes.simulator;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.CometDRequest;
import org.cometd.server.HttpException;
import org.cometd.server.ServerSessionImpl;
import org.cometd.server.http.JSONHttpTransport;
import org.cometd.server.http.TransportContext;

/** Long polling that belongs to the HTTP sessions of GWS, and that can fail on demand. */
final class GwsLongPolling extends JSONHttpTransport {
  static final String REQUEST = "org.workbinroutes.simulator.request";
  static final String RESPONSE = "org.workbinroutes.simulator.response";
  static final String LOGIN = "org.workbinroutes.simulator.login";
  static final String UNKNOWN_402 = "402::Unknown client";
  static final String UNKNOWN_403 = "403::Unknown client";

  private final Simulation simulation;
  private final PollFaults faults;
  private final Set<HeldPoll> held = ConcurrentHashMap.newKeySet();

  GwsLongPolling(BayeuxServerImpl bayeux, Simulation simulation) {
    super(bayeux);
    this.simulation = simulation;
    faults = simulation.faults().polls();
  }

  List<HeldPoll> held() {
    return List.copyOf(held);
  }

  @Override
  protected void processMessages(TransportContext context, List<ServerMessage.Mutable> messages) {
    HttpServletRequest request = (HttpServletRequest) context.request().getAttribute(REQUEST);
    String channel = messages.isEmpty() ? "" : String.valueOf(messages.get(0).getChannel());
    LoginSession login = simulation.authenticator().find(request);
    count(channel);
    int refusal = refusal(channel, login);
    log(request, channel, login, refusal);
    if (refusal != 0) {
      refuse(context, channel, refusal);
      return;
    }
    if (login != null) {
      request.setAttribute(LOGIN, login);
    }
    if (Channel.META_CONNECT.equals(channel)) {
      faults.answerUnlessDeaf(() -> super.processMessages(context, messages));
    } else {
      super.processMessages(context, messages);
    }
  }

  private void count(String channel) {
    if (Channel.META_HANDSHAKE.equals(channel)) {
      simulation.counters().handshakes.increment();
    } else if (Channel.META_CONNECT.equals(channel)) {
      simulation.counters().connects.increment();
    }
  }

  /** The HTTP status a request is refused with, or 0. */
  private int refusal(String channel, LoginSession login) {
    if (Channel.META_HANDSHAKE.equals(channel)) {
      if (faults.refuseHandshake.take()) {
        return faults.handshakeRefusal();
      }
      return login == null ? simulation.settings().handshakeStatusWithoutSession() : 0;
    }
    if (Channel.META_CONNECT.equals(channel) && faults.refuseConnect.take()) {
      return 401;
    }
    return login == null && simulation.settings().deadSessionPoll() == DeadSessionPoll.HTTP_401
        ? 401
        : 0;
  }

  private void refuse(TransportContext context, String channel, int status) {
    boolean header =
        Channel.META_CONNECT.equals(channel)
            ? faults.connectRefusalHasHeader() || simulation.settings().wwwAuthenticateOn401()
            : simulation.settings().wwwAuthenticateOn401();
    if (status == 401 && header) {
      context.response().addHeader("WWW-Authenticate", simulation.authenticator().challenge());
    }
    context.promise().fail(new HttpException(status, null));
  }

  private void log(HttpServletRequest request, String channel, LoginSession login, int refusal) {
    if (simulation.log().isOn()) {
      simulation
          .log()
          .add(
              new LoggedRequest(
                  RestCall.bayeux(request.getRequestURI(), channel),
                  Instant.now(),
                  login == null ? null : login.user(),
                  login == null ? null : login.id(),
                  refusal == 0 ? 200 : refusal,
                  -1,
                  -1,
                  false));
    }
  }

  // a Bayeux session is only known to the HTTP session it was made in
  @Override
  protected Collection<ServerSessionImpl> findCurrentSessions(CometDRequest request) {
    LoginSession login = (LoginSession) request.getAttribute(LOGIN);
    return login == null ? List.of() : login.bayeuxSessions();
  }

  @Override
  protected HttpScheduler newHttpScheduler(
      TransportContext context,
      Promise<Void> promise,
      ServerMessage.Mutable message,
      long timeout) {
    HttpServletRequest request = (HttpServletRequest) context.request().getAttribute(REQUEST);
    HeldPoll poll =
        new HeldPoll(this, context, promise, message, timeout, faults, request, held::remove);
    held.add(poll);
    return poll;
  }

  @Override
  protected void resume(
      TransportContext context, ServerMessage.Mutable message, Promise<Void> promise) {
    if (context.scheduler() instanceof HeldPoll poll && poll.error() != null) {
      ServerMessage.Mutable reply = message.getAssociated();
      reply.setSuccessful(false);
      reply.put(Message.ERROR_FIELD, poll.error());
      reply.getAdvice(true).put(Message.RECONNECT_FIELD, Message.RECONNECT_HANDSHAKE_VALUE);
      reply.getAdvice(true).put(Message.INTERVAL_FIELD, 0L);
      context.replies().add(reply);
      promise.succeed(null);
    } else {
      super.resume(context, message, promise);
    }
  }

  @Override
  protected void write(TransportContext context, List<ServerMessage> messages) {
    boolean connect =
        !context.messages().isEmpty()
            && Channel.META_CONNECT.equals(context.messages().get(0).getChannel());
    if (connect && !messages.isEmpty() && faults.cutAnswer.take()) {
      writeHalf(context, messages.get(0));
    } else {
      super.write(context, messages);
    }
  }

  private void writeHalf(TransportContext context, ServerMessage message) {
    HttpServletRequest request = (HttpServletRequest) context.request().getAttribute(REQUEST);
    HttpServletResponse response = (HttpServletResponse) context.request().getAttribute(RESPONSE);
    IOException cut = new IOException("cut on purpose");
    try {
      byte[] whole = toJSONBytes(message);
      response.setContentType("application/json;charset=UTF-8");
      OutputStream out = response.getOutputStream();
      out.write('[');
      out.write(whole, 0, whole.length / 2);
      response.flushBuffer();
      Connections.close(request);
    } catch (IOException e) {
      cut.addSuppressed(e);
    }
    if (context.scheduleExpiration()) {
      scheduleExpiration(context.session(), context.metaConnectCycle());
    }
    context.promise().fail(cut);
  }
}
