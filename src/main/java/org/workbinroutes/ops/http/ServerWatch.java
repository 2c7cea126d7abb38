package org.workbinroutes.ops.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageLog;

/**
 * Asks a server's event loop once a second, from a thread of its own, whether it still does
 * anything, and logs that it does not, or that connections are refused.
 */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private final String advice;
  private final io.vertx.core.Context loop;
  private final Duration patience;
  private final OpenConnections connections;
  private final OutageLog stuck;
  private final OutageLog refusing;
  private final ScheduledExecutorService thread;

  /** Of the question that is under way, or the last one; for the watching thread alone. */
  private long askedAt;

  private volatile boolean asked;

  /**
   * Begins to watch.
   *
   * @param advice follows in the log where connections are refused; blank for none
   * @param patience how long it may take to answer
   */
  ServerWatch(
      String server,
      String advice,
      io.vertx.core.Context loop,
      Duration patience,
      OpenConnections connections) {
    this.advice = advice;
    this.loop = loop;
    this.patience = patience;
    this.connections = connections;
    this.stuck = new OutageLog(LOG, server, Clock.systemUTC());
    this.refusing = new OutageLog(LOG, server + " for some connections", Clock.systemUTC());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, server + " watch");
              made.setDaemon(true);
              return made;
            });
    ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  /** Since when and why the event loop does nothing; empty while it does. */
  Optional<Outage> stuck() {
    return stuck.current();
  }

  /** Since when and why connections are refused; empty if none was for a minute. */
  Optional<Outage> refusing() {
    return refusing.current();
  }

  private void look() {
    if (!asked) {
      asked = true;
      askedAt = System.nanoTime();
      loop.runOnContext(answer -> asked = false);
    }
    if (asked && System.nanoTime() - askedAt > patience.toNanos()) {
      stuck.failed("its event loop has not answered for " + OutageLog.inWords(patience), () -> "");
    } else {
      stuck.succeeded();
    }
    connections
        .refusal()
        .ifPresentOrElse(reason -> refusing.failed(reason, () -> advice), refusing::succeeded);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
