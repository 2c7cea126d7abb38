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

  private record Refusal(int status, boolean challenge) {}

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
    Refusal refusal = refusal(channel, login);
    log(request, channel, login, refusal == null ? 200 : refusal.status());
    if (refusal != null) {
      context.promise().fail(prepared(context, refusal));
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

  /** What a request is refused with, or null. */
  private Refusal refusal(String channel, LoginSession login) {
    boolean challenge = simulation.settings().wwwAuthenticateOn401();
    if (Channel.META_HANDSHAKE.equals(channel)) {
      if (faults.refuseHandshake.take()) {
        return new Refusal(faults.handshakeRefusal(), challenge);
      }
      return login == null
          ? new Refusal(simulation.settings().handshakeStatusWithoutSession(), challenge)
          : null;
    }
    if (Channel.META_CONNECT.equals(channel) && faults.refuseConnect.take()) {
      return new Refusal(401, faults.connectRefusalHasHeader());
    }
    return login == null && simulation.settings().deadSessionPoll() == DeadSessionPoll.HTTP_401
        ? new Refusal(401, challenge)
        : null;
  }

  /** Adds the headers of a refusal to an answer that is not written yet. */
  private HttpException prepared(TransportContext context, Refusal refusal) {
    if (refusal.status() == 401 && refusal.challenge()) {
      context.response().addHeader("WWW-Authenticate", simulation.authenticator().challenge());
    }
    return new HttpException(refusal.status(), null);
  }

  /** Ends a held poll with HTTP 401. */
  void refuse(HeldPoll poll) {
    poll.cancel(
        prepared(
            poll.getContext(), new Refusal(401, simulation.settings().wwwAuthenticateOn401())));
  }

  private void log(HttpServletRequest request, String channel, LoginSession login, int status) {
    if (simulation.log().isOn()) {
      simulation
          .log()
          .add(
              new LoggedRequest(
                  RestCall.bayeux(request.getRequestURI(), channel),
                  Instant.now(),
                  login == null ? null : login.user(),
                  login == null ? null : login.id(),
                  status,
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

  @Override
  protected byte[] toJSONBytes(ServerMessage message) {
    return message.getData() instanceof RawData raw
        ? raw.message(message.getChannel())
        : super.toJSONBytes(message);
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
