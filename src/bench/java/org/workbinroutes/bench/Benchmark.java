package org.workbinroutes.bench;

import java.nio.file.Path;

/** Something that is measured. */
interface Benchmark {
  /**
   * Measures it.
   *
   * @param report takes the figures
   * @param length how long to measure
   * @param folder for files; made, and removed afterwards
   * @throws Exception if it could not be measured
   */
  void run(Report report, Length length, Path folder) throws Exception;

  /**
   * How long to measure.
   *
   * @param rounds rounds of each contender
   * @param nanos the time of a round
   * @param isShort whether only what the guard looks at is to be measured
   */
  record Length(int rounds, long nanos, boolean isShort) {
    static final Length FULL =
        new Length(Integer.getInteger("bench.rounds", 4), 1_500_000_000L, false);
    static final Length SHORT = new Length(3, 1_000_000_000L, true);
  }
}
