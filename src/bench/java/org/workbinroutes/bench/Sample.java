package org.workbinroutes.bench;

/**
 * What one round of one contender came to.
 *
 * @param count how much was done
 * @param nanos how long it took
 * @param cpuNanos the processor time of this process meanwhile
 * @param p50Nanos the median time of one, 0 if it was not taken
 * @param p99Nanos the 99th percentile of the times of one, 0 if it was not taken
 */
record Sample(long count, long nanos, long cpuNanos, long p50Nanos, long p99Nanos) {
  double perSecond() {
    return count * 1e9 / nanos;
  }

  double cpuMicros() {
    return cpuNanos / 1e3 / count;
  }
}
