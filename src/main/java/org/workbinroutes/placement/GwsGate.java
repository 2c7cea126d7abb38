package org.workbinroutes.placement;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.gws.GwsAnswer;
import org.workbinroutes.gws.GwsUnavailableException;
import org.workbinroutes.gws.GwsUnknownOutcomeException;

/**
 * Keeps calls from GWS while it fails, and never sends more at once, or in a second, than it is
 * allowed to. Who comes while the gate is shut waits before it instead of burning an attempt; when
 * GWS answers again a few calls go first, then the rest, as many at once as ever.
 */
public final class GwsGate implements CallGuard, AutoCloseable {
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final Duration LONGEST_WAIT_FOR_RATE = Duration.ofMinutes(10);
  private static final Logger LOG = LoggerFactory.getLogger(GwsGate.class);

  /**
   * How wide the gate is.
   *
   * @param maxConcurrent calls under way at once, at least 1
   * @param maxRate calls in a second; 0 does not limit them
   * @param failurePercent share of failed calls, of the last {@code window}, that shuts the gate
   * @param window how many of the last calls count
   * @param shutFor how long it stays shut before a few calls try; doubles up to ten times that
   */
  public record Settings(
      int maxConcurrent, int maxRate, int failurePercent, int window, Duration shutFor) {
    /** Checks the numbers. */
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
  private final Duration shutFor;
  private long changes;
  private volatile boolean barred;
  private volatile boolean closed;

  /**
   * Makes a gate, open.
   *
   * @param settings how wide it is
   */
  public GwsGate(Settings settings) {
    this.slots = new Semaphore(settings.maxConcurrent(), true);
    this.shutFor = settings.shutFor();
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
                .permittedNumberOfCallsInHalfOpenState(3)
                .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialRandomBackoff(
                        settings.shutFor().toMillis(),
                        2.0,
                        0.2,
                        settings.shutFor().toMillis() * 10))
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .recordException(GwsGate::isFailure)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              LOG.warn(
                  "GWS calls: {}",
                  switch (event.getStateTransition().getToState()) {
                    case OPEN -> "too many fail, the intakes wait";
                    case HALF_OPEN -> "trying a few";
                    default -> "going on as usual";
                  });
              signal();
            });
  }

  /**
   * Whether GWS is taken to be down, or lets this node not in.
   *
   * @return true while calls wait
   */
  public boolean isShut() {
    return barred || breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /**
   * Keeps the gate shut, whatever the calls before it did. A request that waits is not renewed in
   * the ledger, so that another node takes it up when its claim has run out.
   *
   * @param barred whether it is kept shut from now on
   */
  public void bar(boolean barred) {
    this.barred = barred;
    signal();
  }

  /**
   * Has the breaker's state shown: of {@code workbin.breaker.state} by state one is 1.
   *
   * @param registry where
   */
  public void showIn(MeterRegistry registry) {
    for (CircuitBreaker.State state : SHOWN) {
      Gauge.builder("workbin.breaker.state", breaker, shown -> shown.getState() == state ? 1 : 0)
          .description("1 for the state in which the breaker before GWS is")
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
    return shutFor;
  }

  /**
   * Waits while the gate is shut.
   *
   * @throws ClosedException if the product stops meanwhile
   */
  public void awaitOpen() {
    while (isShut()) {
      pause();
    }
    refuseIfClosed();
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
        pause();
      }
      return guarded(call);
    } finally {
      slots.release();
    }
  }

  /** Lets nobody through any more; who waits gets a {@link ClosedException}. */
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
      return answer;
    } catch (RuntimeException e) {
      breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
      throw e;
    }
  }

  private static boolean isFailure(Throwable e) {
    return e instanceof GwsUnavailableException || e instanceof GwsUnknownOutcomeException;
  }

  private void pause() {
    refuseIfClosed();
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MILLIS);
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

  /** The product stops: the request was not sent and stays where it came from. */
  public static final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedException() {
      super("The product is stopping; the request was not sent and stays where it came from");
    }
  }
}
