package org.workbinroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the benchmarks that are asked for. */
public final class Benchmarks {
  private static final String ALL = "all";
  private static final String GUARD = "guard";
  private static final int MEASUREMENTS = 4;

  private final Map<String, Benchmark> known = new LinkedHashMap<>();
  private final Path results;

  private Benchmarks(Path results) {
    this.results = results;
    known.put("place", new PlaceBench());
    known.put("jms", new JmsBench());
    known.put("file", new FileBench());
    known.put("http", new HttpBench());
    known.put("notify", new NotifyBench());
    known.put("ledger", new LedgerBench());
    known.put("pending", new PendingBench());
    known.put("start", new StartBench());
    known.put("hotspots", new HotSpotsBench());
  }

  /**
   * Runs them.
   *
   * @param args the folder for the results; the name of one benchmark, several with commas, {@code
   *     all}, or {@code guard} for a short form of some that is compared with what was recorded
   * @throws Exception if one could not be run
   */
  public static void main(String[] args) throws Exception {
    Benchmarks all = new Benchmarks(Path.of(args[0]));
    boolean isGood = args[1].equals(GUARD) ? all.guard() : all.run(args[1]);
    // threads of what was measured are of no more use
    System.exit(isGood ? 0 : 1);
  }

  private boolean run(String names) throws Exception {
    List<String> wanted =
        names.equals(ALL) ? List.copyOf(known.keySet()) : List.of(names.split(","));
    for (String name : wanted) {
      if (!known.containsKey(name)) {
        System.err.println("-Dbench=" + name + " is not known: write one of " + known.keySet());
        return false;
      }
    }
    for (String name : wanted) {
      measure(name, Benchmark.Length.FULL);
    }
    return true;
  }

  /**
   * Whether no guarded ratio is more than a quarter under the recorded one. What is, is measured
   * again, a few times: a machine that does other things besides is not to blame a change for it.
   */
  private boolean guard() throws Exception {
    boolean isGood = true;
    for (Map.Entry<String, List<Recorded>> one : Recorded.read().entrySet()) {
      List<Recorded> missed = one.getValue();
      for (int i = 0; i < MEASUREMENTS && !missed.isEmpty(); i++) {
        missed = missed(measure(one.getKey(), Benchmark.Length.SHORT), missed);
      }
      isGood &= missed.isEmpty();
    }
    return isGood;
  }

  private static List<Recorded> missed(Report report, List<Recorded> asked) {
    return asked.stream().filter(recorded -> !recorded.isKept(report.goals(), System.err)).toList();
  }

  private Report measure(String name, Benchmark.Length length) throws Exception {
    System.out.println();
    System.out.println(name);
    Path folder = Files.createTempDirectory("bench-" + name);
    try {
      Report report = new Report(name, System.out);
      known.get(name).run(report, length, folder);
      report.write(results);
      return report;
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
