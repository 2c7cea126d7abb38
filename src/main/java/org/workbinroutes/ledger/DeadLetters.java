package org.workbinroutes.ledger;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.workbinroutes.placement.Placement;

/**
 * Writes a placement that was given up as a dead letter: the request as it could be dropped again,
 * and why it failed. The ledger keeps it as well, so that it can be placed again from there.
 */
public final class DeadLetters {
  private final RequestCodec codec = new RequestCodec();

  /** Puts the dead letter in the place of the message. */
  public void write(Placement placement, Exchange exchange) {
    DefaultMessage letter = new DefaultMessage(exchange.getContext());
    letter.setBody(codec.write(placement.request()));
    letter.setHeader("workbinReason", placement.state().name());
    letter.setHeader("workbinError", placement.lastError());
    letter.setHeader("workbinSource", placement.source());
    letter.setHeader("workbinRequestId", placement.request().requestId());
    letter.setHeader("workbinAttempts", placement.attempts());
    exchange.setMessage(letter);
  }
}
