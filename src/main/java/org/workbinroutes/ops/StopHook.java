package org.workbinroutes.ops;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the application when the process is asked to end (SIGTERM, Ctrl-C). A stop in good order
 * ends the process with exit code 0; one that takes too long is cut off.
 */
public final class StopHook implements Runnable {
  /** What a stop may take beyond the time that Camel gives to what is under way. */
  private static final Duration GRACE = Duration.ofMillis(1500);

  private static final Logger LOG = LoggerFactory.getLogger(StopHook.class);

  private final Application application;
  private final Duration notice;
  private final Duration timeout;
  private final IntConsumer halt;

  /**
   * Makes a hook.
   *
   * @param halt ends the process at once, without any other hook
   */
  public StopHook(Application application, Duration notice, Duration timeout, IntConsumer halt) {
    this.application = application;
    this.notice = notice;
    this.timeout = timeout.plus(GRACE);
    this.halt = halt;
  }

  @Override
  public void run() {
    try {
      if (application.awaitEnd(0, TimeUnit.MILLISECONDS)) {
        // it had ended by itself: the exit code is the caller's
        return;
      }
      application.announceStop();
      if (!notice.isZero()) {
        LOG.info("not ready any more; stopping in {} ms", notice.toMillis());
        if (application.awaitEnd(notice.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      LOG.info("stopping");
      long start = System.nanoTime();
      application.stop();
      if (application.awaitEnd(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("stopped in {} ms", (System.nanoTime() - start) / 1_000_000);
        // by default a JVM that was asked to end says 143, which supervisors take for a failure
        halt.accept(ExitCodes.OK);
      } else {
        LOG.warn("not stopped after {} ms: forced", timeout.toMillis());
        halt.accept(ExitCodes.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
