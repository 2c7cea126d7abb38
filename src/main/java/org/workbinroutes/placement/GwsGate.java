package org.workbinroutes.placement;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsContentDecidesException;
import org.workbinroutes.gws.GwsException;
import org.workbinroutes.gws.GwsRejectedException;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.GwsUnknownOutcomeException;
import org.workbinroutes.gws.SteadyClock;

/**
 * The circuit breaker before GWS, with a limit of calls at once and in a second. While the circuit
 * is open nothing is sent and requests wait without an attempt; when GWS answers again a few calls
 * go first, then the rest, as many at once as ever.
 */
public final class GwsGate implements CallGuard, AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int PROBES = 3;
  private static final Duration LONGEST_WAIT_FOR_RATE = Duration.ofMinutes(10);
  private static final Logger LOG = LoggerFactory.getLogger(GwsGate.class);

  /**
   * The limits.
   *
   * @param maxConcurrent calls under way at once, at least 1
   * @param maxRate calls in a second; 0 does not limit them
   * @param failurePercent share of failed calls, of the last {@code window}, that opens the circuit
   * @param pause how long it stays open before a few calls try; doubles up to ten times that
   */
  public record Settings(
      int maxConcurrent, int maxRate, int failurePercent, int window, Duration pause) {
    public Settings {
      if (maxConcurrent < 1 || maxRate < 0 || window < 1) {
        throw new IllegalArgumentException(
            "maxConcurrent and window must be 1 or more, maxRate 0 or more");
      }
      if (failurePercent < 1 || failurePercent > 100) {
        throw new IllegalArgumentException("failurePercent must be 1 to 100");
      }
    }
  }

  private static final List<CircuitBreaker.State> SHOWN =
      List.of(
          CircuitBreaker.State.CLOSED, CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);

  private final CircuitBreaker breaker;
  private final RateLimiter rate;
  private final Semaphore slots;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final GwsOutage outage;
  private final Duration pause;
  private long changes;
  private int probes;
  private long latestProbe;
  private volatile Instant halfOpenAt = Instant.EPOCH;
  private volatile long halfOpenNanos;
  private volatile boolean barred;
  private volatile boolean closed;

  /** Makes a gate with a closed circuit. */
  public GwsGate(Settings settings) {
    this(settings, Clock.systemUTC());
  }

  /** Makes a gate with a closed circuit. */
  public GwsGate(Settings settings, Clock clock) {
    this.outage = new GwsOutage(clock);
    IntervalFunction pauses =
        IntervalFunction.ofExponentialRandomBackoff(
            settings.pause().toMillis(), 2.0, 0.2, settings.pause().toMillis() * 10);
    this.slots = new Semaphore(settings.maxConcurrent(), true);
    this.pause = settings.pause();
    this.rate =
        settings.maxRate() == 0
            ? null
            : RateLimiter.of(
                "gws",
                RateLimiterConfig.custom()
                    .limitRefreshPeriod(Duration.ofMillis(100))
                    .limitForPeriod(Math.max(1, settings.maxRate() / 10))
                    .timeoutDuration(LONGEST_WAIT_FOR_RATE)
                    .build());
    this.breaker =
        CircuitBreaker.of(
            "gws",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.window())
                .failureRateThreshold(settings.failurePercent())
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .waitIntervalFunctionInOpenState(
                    opened -> {
                      long millis = pauses.apply(opened);
                      halfOpenAt =
                          clock.instant().plusMillis(millis).truncatedTo(ChronoUnit.MILLIS);
                      halfOpenNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                      return millis;
                    })
                // No automatic transition: its timer can run before the circuit is open, and is
                // lost then.
                .clock(new SteadyClock())
                .recordException(GwsGate::isFailure)
                // what was not sent tells nothing of GWS
                .ignoreException(e -> !(e instanceof GwsException))
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              LOG.debug("Circuit to GWS: {}", event.getStateTransition());
              signal();
            });
  }

  /**
   * Whether the circuit is open: GWS is taken to be down, or lets this node not in.
   *
   * @return true while nothing is sent
   */
  public boolean isOpen() {
    return barred || (breaker.getState() == CircuitBreaker.State.OPEN && !mayHalfOpen());
  }

  /**
   * Keeps the circuit open, whatever became of the calls. A request that waits is not renewed in
   * the ledger, so that another node takes it up when its claim has run out.
   *
   * @param barred whether it is kept open from now on
   */
  public void bar(boolean barred) {
    this.barred = barred;
    signal();
  }

  /** Has the circuit's state shown: of {@code workbin.breaker.state} by state one is 1. */
  public void showIn(MeterRegistry registry) {
    for (CircuitBreaker.State state : SHOWN) {
      Gauge.builder("workbin.breaker.state", breaker, shown -> shown.getState() == state ? 1 : 0)
          .description("1 for the state in which the circuit breaker before GWS is")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  /**
   * When somebody who cannot wait should come again.
   *
   * @return a time, never null
   */
  public Duration comeAgainIn() {
    return pause;
  }

  /**
   * Whether GWS works.
   *
   * @return what the calls so far tell, never null
   */
  public GwsOutage outage() {
    return outage;
  }

  /**
   * When the next calls try whether GWS is back.
   *
   * @return empty while the circuit is not open
   */
  public Optional<Instant> nextTry() {
    return breaker.getState() == CircuitBreaker.State.OPEN
        ? Optional.of(halfOpenAt)
        : Optional.empty();
  }

  /**
   * Whether calls go out as usual.
   *
   * @return false while the circuit is open or half-open
   */
  boolean isClosed() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  /**
   * Waits while the circuit is open; while it is half-open, until this one may try.
   *
   * @throws ClosedException if the product stops meanwhile
   */
  void awaitTurn() {
    while (barred || !isPassable()) {
      pause();
    }
    refuseIfClosed();
  }

  /**
   * Waits.
   *
   * @throws ClosedException if the product stops meanwhile
   */
  void pause(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long left = duration.toNanos();
    while (left > 0) {
      pause(left);
      left = end - System.nanoTime();
    }
    refuseIfClosed();
  }

  /**
   * A look into a workbin failed: GWS fails, though no call was made. It counts as a probe where it
   * came in a probe's place: perhaps all that wait have to look first, and the circuit would count
   * as about to close for as long as GWS is down.
   */
  void lookFailed(GwsException failure) {
    if (isFailure(failure) && breaker.tryAcquirePermission()) {
      breaker.onError(0, TimeUnit.NANOSECONDS, failure);
    }
  }

  /**
   * A look into a workbin succeeded. Only calls close the circuit, and perhaps all that wait have
   * to look first: they need not wait for each other then.
   */
  void lookSucceeded() {
    if (!isClosed()) {
      signal();
    }
  }

  /** More than may try go no further than {@link #call}; none is lost that does not come so far. */
  private boolean isPassable() {
    return switch (breaker.getState()) {
      case OPEN -> mayHalfOpen() && mayTry();
      case HALF_OPEN -> mayTry();
      default -> true;
    };
  }

  /** The next call makes the circuit half-open. */
  private boolean mayHalfOpen() {
    return System.nanoTime() - halfOpenNanos > 0;
  }

  private boolean mayTry() {
    lock.lock();
    try {
      long now = System.nanoTime();
      if (probes >= PROBES && now - latestProbe < pause.toNanos()) {
        return false;
      }
      probes++;
      latestProbe = now;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public GwsAnswer call(Supplier<GwsAnswer> call) {
    try {
      while (!slots.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        refuseIfClosed();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedException();
    }
    try {
      if (rate != null) {
        rate.acquirePermission();
      }
      while (!breaker.tryAcquirePermission()) {
        if (isOpen()) {
          throw new OpenException();
        }
        pause();
      }
      return guarded(call);
    } finally {
      slots.release();
    }
  }

  /** Lets no call through any more; a waiting one gets a {@link ClosedException}. */
  @Override
  public void close() {
    closed = true;
    signal();
  }

  private GwsAnswer guarded(Supplier<GwsAnswer> call) {
    long start = System.nanoTime();
    try {
      GwsAnswer answer = call.get();
      breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      outage.answered();
      return answer;
    } catch (RuntimeException e) {
      if (e instanceof GwsRejectedException || e instanceof GwsContentDecidesException) {
        outage.answered();
      }
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  private static boolean isFailure(Throwable e) {
    return e instanceof GwsUnavailableException || e instanceof GwsUnknownOutcomeException;
  }

  private void pause() {
    pause(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS));
  }

  private void pause(long nanos) {
    refuseIfClosed();
    lock.lock();
    try {
      long left = nanos;
      long seen = changes;
      while (left > 0 && seen == changes) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedException();
    } finally {
      lock.unlock();
    }
    refuseIfClosed();
  }

  private void signal() {
    lock.lock();
    try {
      changes++;
      probes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new ClosedException();
    }
  }

  /** The circuit is open: the call was not sent. */
  public static final class OpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenException() {
      super("The circuit to GWS is open; the call was not sent");
    }
  }

  /** The product stops: the request was not sent and stays where it came from. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
      super("The product is stopping; the request was not sent and stays where it came from");
    }
  }
}
