package org.workbinroutes.placement;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageLog;

/**
 * Whether GWS works: seen from the calls it answers, and from those it does not. A failure of one
 * request while GWS answers the others is that request's own; a failure without such answers is an
 * outage, which is logged when it begins, once a minute, and when it ends. Safe for use by many
 * threads.
 */
public final class GwsOutage {
  /** So many answers in a row that are none, where GWS can be reached. */
  private static final int FAILURES = 3;

  private final OutageLog log;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicInteger failuresInARow = new AtomicInteger();

  /** Makes one for a GWS that works. */
  GwsOutage(Clock clock) {
    this.log = new OutageLog(LoggerFactory.getLogger(GwsOutage.class), "GWS", clock);
  }

  /** GWS answered a call: it accepted it, or it said why not. */
  void answered() {
    answers.incrementAndGet();
    failuresInARow.set(0);
    if (log.current().isPresent()) {
      withoutRequest(log::succeeded);
    }
  }

  /**
   * A call failed while GWS answered no other.
   *
   * @param sent whether the call went out: an outage begins with the first that did not
   */
  void failed(GwsException failure, boolean sent, Supplier<String> consequence) {
    int inARow = failuresInARow.incrementAndGet();
    if (!sent || inARow >= FAILURES || log.current().isPresent()) {
      withoutRequest(() -> log.failed(failure.reason(), consequence));
    }
  }

  /** The line is of GWS, not of the request that happened to find out. */
  private static void withoutRequest(Runnable line) {
    String requestId = MDC.get(RequestLog.REQUEST_ID);
    MDC.remove(RequestLog.REQUEST_ID);
    try {
      line.run();
    } finally {
      if (requestId != null) {
        MDC.put(RequestLog.REQUEST_ID, requestId);
      }
    }
  }

  /** How many calls GWS has answered so far: if there are more than before, it works. */
  long answers() {
    return answers.get();
  }

  /**
   * The outage that lasts.
   *
   * @return empty while GWS works
   */
  public Optional<Outage> current() {
    return log.current();
  }
}
