package org.workbinroutes.bench;

import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link HotSpots} by JMH. */
final class HotSpotsBench implements Benchmark {
  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(HotSpots.class.getName())
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    report.columns("step", "ns", "error ns");
    for (RunResult result : results) {
      report.row(
          result.getParams().getBenchmark().replaceFirst(".*\\.", ""),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError());
    }
  }
}
