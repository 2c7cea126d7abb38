package org.workbinroutes.ops.cluster;

import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.cluster.CamelClusterService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place that one node can have. A thread asks for it, or tells the server that this node lives;
 * another one tells the listeners, who may take their time.
 */
final class PostgresClusterView extends LonelyView {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresClusterView.class);

  private final ElectionSettings settings;
  private ScheduledExecutorService beats;
  private ScheduledFuture<?> beating;
  private ExecutorService tellers;
  private ElectionSession session;
  private volatile boolean held;
  private volatile long sureUntil;
  private boolean troubled;

  PostgresClusterView(CamelClusterService service, String namespace, ElectionSettings settings) {
    super(service, namespace);
    this.settings = settings;
  }

  /** Only as long as the server cannot have given the place to another. */
  @Override
  boolean isHeld() {
    return held && System.nanoTime() - sureUntil < 0;
  }

  @Override
  protected void doStart() {
    var executors = getCamelContext().getExecutorServiceManager();
    tellers = executors.newSingleThreadExecutor(this, "cluster-events");
    beats = executors.newSingleThreadScheduledExecutor(this, "cluster-beats");
    beating =
        beats.scheduleWithFixedDelay(
            this::beat, 0, settings.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws InterruptedException {
    beating.cancel(false);
    beats.shutdown();
    // the place is left in good order, so that the next node need not wait
    beats.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    held = false;
    letGo();
    getCamelContext().getExecutorServiceManager().shutdownNow(tellers);
  }

  private void beat() {
    long begun = System.nanoTime();
    boolean before = held;
    try {
      if (session == null) {
        session = ElectionSession.open(settings);
      }
      if (held) {
        session.beat();
      } else {
        held = session.take(getNamespace());
      }
      sureUntil = begun + settings.lease().toNanos();
      troubled = false;
    } catch (SQLException | RuntimeException failed) {
      held = false;
      letGo();
      if (!troubled) {
        LOG.warn("The database cannot be asked which node is elected: {}", failed.getMessage());
      }
      troubled = true;
    }
    if (before != held) {
      tellers.execute(this::tellListeners);
    }
  }

  private void letGo() {
    if (session != null) {
      try (ElectionSession ended = session) {
        session = null;
        LOG.debug("Closing {}", ended);
      } catch (SQLException e) {
        LOG.debug("The session was not closed in good order: {}", e.getMessage());
      }
    }
  }
}
