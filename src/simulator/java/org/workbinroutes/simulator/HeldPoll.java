package org.workbinroutes.simulator;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.server.http.AbstractHttpScheduler;
import org.cometd.server.http.AbstractHttpTransport;
import org.cometd.server.http.TransportContext;

/** A {@code /meta/connect} that waits for messages. */
final class HeldPoll extends AbstractHttpScheduler {
  private final PollFaults faults;
  private final HttpServletRequest request;
  private final Consumer<HeldPoll> ended;
  private volatile String error;

  HeldPoll(
      AbstractHttpTransport transport,
      TransportContext context,
      Promise<Void> promise,
      ServerMessage.Mutable message,
      long timeout,
      PollFaults faults,
      HttpServletRequest request,
      Consumer<HeldPoll> ended) {
    super(transport, context, promise, message, timeout);
    this.faults = faults;
    this.request = request;
    this.ended = ended;
  }

  /** The Bayeux error to be answered; null if all is well. */
  String error() {
    return error;
  }

  HttpServletRequest request() {
    return request;
  }

  /** From now on the answer is an error. */
  void spoil(String bayeuxError) {
    error = bayeuxError;
  }

  @Override
  public void cancel(Throwable cause) {
    ended.accept(this);
    super.cancel(cause);
  }

  @Override
  protected void dispatch(boolean timeout) {
    ended.accept(this);
    faults.answerUnlessDeaf(
        () -> {
          getContext().session().notifyResumed(getMessage(), timeout);
          getPromise().succeed(null);
        });
  }
}
