package org.workbinroutes.ledger;

import static org.workbinroutes.ledger.Requests.BILLING;
import static org.workbinroutes.ledger.Requests.request;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.workbinroutes.placement.Ledger;

/**
 * Measures how fast the ledger takes requests in and carries placements through, with groups and
 * with a commit for each change. Prints one line for each engine, way and number of callers.
 */
final class LedgerBench {
  private static final int[] CALLERS = {1, 8, 32, 128};
  private static final int ROUNDS = 3;
  private static final long ROUND_NANOS = 2_000_000_000L;

  private LedgerBench() {}

  /**
   * Runs it.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("ledger-bench");
    int files = 0;
    System.out.printf(
        "%-10s %-8s %7s %13s %15s %15s%n",
        "engine", "commits", "callers", "receive/s", "receive p50 ms", "placements/s");
    for (String engine : List.of("SQLite", "PostgreSQL")) {
      for (int callers : CALLERS) {
        for (boolean isGrouped : new boolean[] {false, true}) {
          List<Figures> rounds = new ArrayList<>();
          for (int round = 0; round < ROUNDS; round++) {
            LedgerSettings settings =
                LedgerSettings.at(
                    engine.equals("SQLite")
                        ? "jdbc:sqlite:" + folder.resolve(++files + ".db")
                        : PostgresServer.shared().newSchema());
            rounds.add(isGrouped ? grouped(settings, callers) : single(settings, callers));
          }
          System.out.printf(
              "%-10s %-8s %7d %,13.0f %15.2f %,15.0f%n",
              engine,
              isGrouped ? "grouped" : "single",
              callers,
              median(rounds.stream().mapToDouble(Figures::receives).toArray()),
              median(rounds.stream().mapToDouble(Figures::receiveMillis).toArray()),
              median(rounds.stream().mapToDouble(Figures::placements).toArray()));
        }
      }
    }
    System.exit(0); // also ends the PostgreSQL server
  }

  private static Figures grouped(LedgerSettings settings, int callers) throws Exception {
    try (Ledger ledger = Ledgers.open(settings)) {
      return measure(ledger, callers);
    }
  }

  /** The same rules and rows, but each change is a group of its own. */
  private static Figures single(LedgerSettings settings, int callers) throws Exception {
    Ledgers.open(settings).close(); // makes the tables
    boolean isSqlite = settings.url().startsWith(SqliteEngine.PREFIX);
    try (Engine engine =
            isSqlite ? new SqliteEngine(settings.url()) : new PostgresEngine(settings);
        HikariDataSource pool = new HikariDataSource(engine.writer())) {
      RequestCodec codec = new RequestCodec();
      try (GroupCommit commit =
              new GroupCommit(pool, new SqlRows(codec, "node"), engine::isRepeatable);
          GroupWriter writer = new GroupWriter("single-writer", 2_048, 1, commit)) {
        Rules rules = new Rules(codec, "node/1", settings.lease(), settings.clock());
        return measure(new WriteOnly(rules, writer), callers);
      }
    }
  }

  private static Figures measure(Ledger ledger, int callers) throws Exception {
    placements(ledger, callers, ROUND_NANOS / 4); // warm up
    Counted receives = receives(ledger, callers, ROUND_NANOS);
    Counted placements = placements(ledger, callers, ROUND_NANOS);
    return new Figures(
        receives.count() / receives.seconds(),
        receives.p50Millis(),
        placements.count() / placements.seconds());
  }

  private static Counted receives(Ledger ledger, int callers, long nanos) throws Exception {
    return run(callers, nanos, id -> ledger.receive(request(id), "bench"));
  }

  private static Counted placements(Ledger ledger, int callers, long nanos) throws Exception {
    return run(
        callers,
        nanos,
        id -> {
          ledger.receive(request(id), "bench");
          ledger.sending(id);
          ledger.accepted(id, 1L);
          CompletableFuture<?> unused = ledger.confirmAsync(BILLING, "ixn-" + id, null);
        });
  }

  private static Counted run(int callers, long nanos, Step step)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(callers);
    try {
      long start = System.nanoTime();
      List<Future<List<Long>>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        futures.add(
            executor.submit(
                () -> {
                  List<Long> times = new ArrayList<>();
                  for (long now = System.nanoTime(); now - start < nanos; now = System.nanoTime()) {
                    step.run(UUID.randomUUID().toString());
                    times.add(System.nanoTime() - now);
                  }
                  return times;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> future : futures) {
        all.addAll(future.get());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double[] times = all.stream().mapToDouble(n -> n / 1e6).toArray();
      return new Counted(all.size(), seconds, median(times));
    } finally {
      executor.shutdown();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private interface Step {
    void run(String id) throws SQLException;
  }

  private record Counted(int count, double seconds, double p50Millis) {}

  private record Figures(double receives, double receiveMillis, double placements) {}
}
