package org.workbinroutes.outbound;

import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A time until which something must be done. */
final class Deadline {
  private final long millis;
  private final CompletableFuture<Void> met = new CompletableFuture<>();

  /**
   * Starts the time.
   *
   * @param missed runs when it is over before {@link #met()}; it must not block
   */
  Deadline(long millis, Runnable missed) {
    this.millis = millis;
    CompletableFuture<Void> unused =
        met.orTimeout(millis, TimeUnit.MILLISECONDS)
            .whenComplete(
                (done, late) -> {
                  if (late != null) {
                    missed.run();
                  }
                });
  }

  /** Notes that it is done. */
  void met() {
    met.complete(null);
  }

  /**
   * Names the true reason of a failure if the time is over.
   *
   * @throws SocketTimeoutException if it is
   */
  void check(Exception failure) throws SocketTimeoutException {
    if (met.isCompletedExceptionally()) {
      SocketTimeoutException late =
          new SocketTimeoutException(
              "the exchange took longer than " + millis + " ms, so the connection was ended");
      late.initCause(failure);
      throw late;
    }
  }
}
