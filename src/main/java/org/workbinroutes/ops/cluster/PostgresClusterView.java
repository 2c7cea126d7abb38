package org.workbinroutes.ops.cluster;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContextAware;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageHealthCheck;
import org.workbinroutes.outage.OutageLog;

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
  private final OutageLog outage = new OutageLog(LOG, "The election", Clock.systemUTC());

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
    HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
    if (checks != null) {
      // the reason can hold an address or a name: the log has them
      HealthCheck check =
          new OutageHealthCheck(
              "election-" + getNamespace(),
              false,
              () ->
                  outage()
                      .map(now -> new Outage(now.since(), "No node can be elected: see the log")));
      CamelContextAware.trySetCamelContext(check, getCamelContext());
      checks.register(check);
    }
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
      reportHolder(held ? Optional.empty() : session.foreignHolder(getNamespace()));
    } catch (SQLException | RuntimeException failed) {
      held = false;
      letGo();
      outage.failed(
          "the database cannot be asked which node is elected: " + failed.getMessage(),
          () -> "this node is not elected");
    }
    if (before != held) {
      tellers.execute(this::tellListeners);
    }
  }

  /** Whoever may connect to the database may take the lock that is the place. */
  private void reportHolder(Optional<String> foreign) {
    if (foreign.isEmpty()) {
      outage.succeeded();
      return;
    }
    outage.failed(
        "the database user '"
            + foreign.get()
            + "', who is none of the nodes', holds the place of the elected node",
        () ->
            "no node receives notifications; end that session (pg_terminate_backend) and take"
                + " CONNECT on the database from that user");
  }

  /** What keeps all nodes from being elected, or this one from asking. */
  Optional<Outage> outage() {
    return outage.current();
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
