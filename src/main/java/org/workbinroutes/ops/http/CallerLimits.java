package org.workbinroutes.ops.http;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * So much in a period for each of those who call. Who was not heard of for the longest time is
 * forgotten when there are too many.
 */
final class CallerLimits {
  private static final int MOST_CALLERS = 10_000;

  private final RateLimiterConfig config;
  private final Map<String, RateLimiter> callers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  CallerLimits(int most, Duration period) {
    this.config =
        RateLimiterConfig.custom()
            .limitForPeriod(most)
            .limitRefreshPeriod(period)
            .timeoutDuration(Duration.ZERO)
            .build();
  }

  /** Whether a caller may once more. */
  boolean allows(String caller) {
    return limiter(caller).acquirePermission();
  }

  private RateLimiter limiter(String caller) {
    synchronized (callers) {
      return callers.computeIfAbsent(caller, name -> RateLimiter.of("http", config));
    }
  }

  int size() {
    synchronized (callers) {
      return callers.size();
    }
  }
}
