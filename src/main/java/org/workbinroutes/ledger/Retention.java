package org.workbinroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;

/** Forgets old settled placements, a few at a time, so that the work of others goes on between. */
final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int BATCH = 200;

  private final Ledger ledger;
  private final Duration retention;
  private final Clock clock;
  private final ScheduledExecutorService timer;

  /**
   * Starts forgetting.
   *
   * @param retention how long settled placements are kept; zero means for ever
   * @param pause how long to wait before the first time and between two times
   */
  Retention(Ledger ledger, Duration retention, Duration pause, Clock clock) {
    this.ledger = ledger;
    this.retention = retention;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ledger-retention");
              thread.setDaemon(true);
              return thread;
            });
    if (!retention.isZero()) {
      // run() throws nothing that could be lost with the future
      ScheduledFuture<?> unused =
          timer.scheduleWithFixedDelay(
              this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run() {
    try {
      int forgotten = forget();
      if (forgotten > 0) {
        LOG.info("{} placements were settled for more than {}: forgotten", forgotten, retention);
      }
    } catch (RuntimeException e) {
      // There is a next time; a timer whose task throws would never run again.
      LOG.warn("Old placements could not be forgotten: {}", e.getMessage());
    }
  }

  private int forget() {
    Instant settledBefore = clock.instant().minus(retention);
    int forgotten = 0;
    int batch;
    do {
      batch = ledger.purge(settledBefore, BATCH);
      forgotten += batch;
    } while (batch == BATCH && !Thread.currentThread().isInterrupted());
    return forgotten;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
