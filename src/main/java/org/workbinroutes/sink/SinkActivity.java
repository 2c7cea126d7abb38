package org.workbinroutes.sink;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.Outage;
import org.workbinroutes.outage.OutageLog;

/**
 * Counts the deliveries of one sink since the start, and knows whether it is down. Log, health and
 * metrics of the sink all come from here.
 */
public final class SinkActivity {
  private static final Logger LOG = LoggerFactory.getLogger(SinkActivity.class);

  private final String sink;
  private final Clock clock;
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder deadLetters = new LongAdder();
  private final OutageLog outage;
  private final DeadLetterLog letters;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Instant lastProgress;
  private volatile Instant lastDelivery;
  private volatile Failure lastFailure;
  private volatile Supplier<OptionalLong> waiting = OptionalLong::empty;

  /**
   * A failed attempt.
   *
   * @param kind the exception's name or the HTTP status; nothing of what was to be delivered, and
   *     no address
   */
  public record Failure(Instant at, String kind) {}

  SinkActivity(String sink, Clock clock) {
    this.sink = sink;
    this.clock = clock;
    this.outage = new OutageLog(LOG, "Sink " + sink, clock);
    this.letters = new DeadLetterLog(LOG, sink, clock);
  }

  /**
   * Has the log say how many notifications wait while the sink is down.
   *
   * @param waiting counts them; asked once a minute at most
   */
  public void countWaitingBy(Supplier<OptionalLong> waiting) {
    this.waiting = waiting;
  }

  /** How many notifications the sink has taken since the start. */
  long taken() {
    return delivered.sum();
  }

  /** A notification is on its way to the sink. */
  void begun() {
    if (underWay.getAndIncrement() == 0) {
      lastProgress = clock.instant();
    }
  }

  /** A notification has come to its end, whatever that is. */
  void ended() {
    underWay.decrementAndGet();
    lastProgress = clock.instant();
  }

  /**
   * Whether the sink holds notifications and does not answer.
   *
   * @param within how long none may come to an end and no attempt may fail
   * @return since when nothing has moved; empty if the sink answers, or has nothing to do
   */
  public Optional<Instant> silentSince(Duration within) {
    return Optional.ofNullable(lastProgress)
        .filter(last -> underWay.get() > 0 && last.plus(within).isBefore(clock.instant()));
  }

  void delivered() {
    delivered.increment();
    lastDelivery = clock.instant();
    outage.succeeded();
  }

  /**
   * Notes a failed attempt.
   *
   * @param takesOthers whether the sink took other notifications while this one was attempted: it
   *     is not down then, whatever is wrong with this one
   */
  void failed(Throwable cause, boolean takesOthers) {
    failed.increment();
    lastProgress = clock.instant();
    lastFailure = new Failure(clock.instant(), kind(cause));
    if (!takesOthers && !isFaultOfNotification(cause)) {
      outage.failed(kind(cause), this::waitingInWords);
    }
  }

  void deadLetter(String id, Throwable cause) {
    deadLetters.increment();
    letters.kept(id, kind(cause));
  }

  private String waitingInWords() {
    OptionalLong count = waiting.get();
    return "its notifications wait in the spool"
        + (count.isPresent() ? " (" + count.getAsLong() + ")" : "")
        + " and are tried again";
  }

  /** The next notification can be well, so that such a failure says nothing of the sink. */
  private static boolean isFaultOfNotification(Throwable cause) {
    return cause instanceof UnreadableNotificationException
        || cause instanceof PredicateFailedException;
  }

  /**
   * The outage that lasts: the one that the log tells of. A sink whose last attempt is longer ago
   * than it would take to try again is idle, not down.
   *
   * @return empty if the sink is not down
   */
  public Optional<Outage> outage(Duration within) {
    Failure failure = lastFailure;
    return outage
        .current()
        .filter(lasting -> failure != null && failure.at().plus(within).isAfter(clock.instant()));
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

  /** Shows {@code workbin.sink.deliveries}, by sink and outcome. */
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

  /** Its message can hold a secret, or quote a notification. */
  static String kind(Throwable cause) {
    if (cause instanceof HttpOperationFailedException answer) {
      return "HTTP status " + answer.getStatusCode();
    }
    return cause == null ? "unknown" : cause.getClass().getSimpleName();
  }
}
