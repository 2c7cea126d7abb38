package org.workbinroutes.sink;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.http.base.HttpOperationFailedException;

/** What became of the notifications that one sink took, since the start. */
public final class SinkActivity {
  private final String sink;
  private final Clock clock;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private volatile Instant lastDelivery;
  private volatile Failure lastFailure;

  /**
   * A failed attempt.
   *
   * @param at when
   * @param kind the exception's name or the HTTP status; nothing of what was to be delivered, and
   *     no address
   */
  public record Failure(Instant at, String kind) {}

  SinkActivity(String sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  void delivered() {
    delivered.increment();
    lastDelivery = clock.instant();
  }

  void failed(Throwable cause) {
    failed.increment();
    lastFailure = new Failure(clock.instant(), kind(cause));
  }

  void deadLetter() {
    deadLetters.increment();
  }

  /**
   * Whether the sink seems to be down: its last attempt failed, not longer ago than it would take
   * to try again.
   *
   * @param within how long ago at the most
   * @return the failure, or empty
   */
  public Optional<Failure> trouble(Duration within) {
    Failure failure = lastFailure;
    Instant delivery = lastDelivery;
    return Optional.ofNullable(failure)
        .filter(last -> delivery == null || delivery.isBefore(last.at()))
        .filter(last -> last.at().plus(within).isAfter(clock.instant()));
  }

  /**
   * The last failed attempt.
   *
   * @return empty if none failed
   */
  public Optional<Failure> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  /**
   * When the sink took a notification last.
   *
   * @return empty if it took none
   */
  public Optional<Instant> lastDelivery() {
    return Optional.ofNullable(lastDelivery);
  }

  /**
   * Shows {@code workbin.sink.deliveries}, by sink and outcome.
   *
   * @param registry where
   */
  void showIn(MeterRegistry registry) {
    show(registry, "delivered", delivered);
    show(registry, "failed", failed);
    show(registry, "dead-letter", deadLetters);
  }

  private void show(MeterRegistry registry, String outcome, LongAdder number) {
    FunctionCounter.builder("workbin.sink.deliveries", number, LongAdder::sum)
        .description(
            "Notifications that a sink took, attempts to deliver that failed, and dead letters")
        .tag("sink", sink)
        .tag("outcome", outcome)
        .register(registry);
  }

  private static String kind(Throwable cause) {
    if (cause instanceof HttpOperationFailedException answer) {
      return "HTTP status " + answer.getStatusCode();
    }
    return cause == null ? "unknown" : cause.getClass().getSimpleName();
  }
}
