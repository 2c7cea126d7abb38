package org.workbinroutes.sink;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes the dead letter of a notification that a sink could not deliver: the text as it lay in the
 * spool, and headers that say where, when and why. The text can be put back in the spool as it is.
 */
public final class SinkFailure implements Processor {
  /** Header: what tells this letter from all others. */
  public static final String LETTER = "WorkbinLetter";

  /** Header: the sink's name. */
  public static final String SINK = "WorkbinSink";

  /** Header: why, one line of at most 300 characters. */
  public static final String REASON = "WorkbinReason";

  /** Header: when, as ISO 8601 in UTC. */
  public static final String FAILED_AT = "WorkbinFailedAt";

  /** All headers of a dead letter. */
  public static final Set<String> HEADERS = Set.of(LETTER, SINK, REASON, FAILED_AT);

  private static final int MAX_REASON = 300;

  private final Clock clock;

  public SinkFailure(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    String spooled = exchange.getProperty(SinkFilter.SPOOLED, String.class);
    DefaultMessage letter = new DefaultMessage(exchange.getContext());
    letter.setBody(spooled != null ? spooled : exchange.getMessage().getBody());
    letter.setHeader(LETTER, UUID.randomUUID().toString());
    letter.setHeader(SINK, exchange.getFromRouteId());
    letter.setHeader(
        REASON, reason(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    letter.setHeader(FAILED_AT, clock.instant().toString());
    exchange.setMessage(letter);
  }

  private static String reason(Throwable failure) {
    String kind = SinkActivity.kind(failure);
    if (failure == null || failure instanceof HttpOperationFailedException) {
      // its message holds the URL, which can hold a secret
      return kind;
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused) {
        // the database's own message quotes what was to be written
        return kind + " (SQL state " + refused.getSQLState() + "): the database's log says more";
      }
    }
    return OneLine.of(kind + ": " + failure.getMessage(), MAX_REASON);
  }
}
