package org.workbinroutes.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.LedgerSettings;
import org.workbinroutes.ledger.Ledgers;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.ledger.SingleCommits;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;

/**
 * Requests that are safe in the ledger: committed in groups, against a commit for each, and against
 * the bare write and sync of about as many bytes.
 */
final class LedgerBench implements Benchmark {
  private static final String SINGLE = "single commit";

  /** SQLite has one writer; PostgreSQL gets a connection for each caller, as far as that goes. */
  private static final int MOST_CONNECTIONS = 32;

  private static final String GROUP = "group commit";
  private static final String RAW = "write and fsync, one thread";

  /** What a received request comes to in the table. */
  private static final int ROW_BYTES = 400;

  private static final GroupWorkbin BIN =
      new GroupWorkbin("cd29a0b2-wb", GroupKind.AGENT_GROUP, "Billing");

  private int databases;

  @Override
  public void run(Report report, Length length, Path folder) throws Exception {
    report.columns(
        "engine",
        "callers",
        "way",
        "received/s",
        "share",
        "spread",
        "p50 ms",
        "p99 ms",
        "p99 share");
    int[] callers = length.isShort() ? new int[] {32} : new int[] {1, 8, 32, 128};
    List<String> engines =
        length.isShort() ? List.of("PostgreSQL") : List.of("SQLite", "PostgreSQL");
    for (String engine : engines) {
      for (int number : callers) {
        measure(report, length, folder, engine, number);
      }
    }
  }

  private void measure(Report report, Length length, Path folder, String engine, int number)
      throws Exception {
    LedgerSettings settings = settings(engine, folder);
    List<SingleCommits> singles = new ArrayList<>();
    for (int i = 0; i < (engine.equals("SQLite") ? 1 : Math.min(number, MOST_CONNECTIONS)); i++) {
      singles.add(new SingleCommits(settings));
    }
    try (Ledger grouped = Ledgers.open(settings(engine, folder));
        Callers callers = new Callers(number);
        Callers one = new Callers(1);
        FileChannel file =
            FileChannel.open(
                folder.resolve("raw-" + ++databases),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.APPEND)) {
      Turns turns =
          new Turns()
              .with(
                  SINGLE,
                  () ->
                      callers.during(
                          length.nanos(),
                          n -> receive(singles.get((int) (n % singles.size())).ledger())))
              .with(GROUP, () -> callers.during(length.nanos(), n -> receive(grouped)))
              .with(RAW, () -> one.during(length.nanos(), n -> write(file)))
              .run(length.rounds());
      for (String way : turns.names()) {
        report.row(engine, number, way, turns.timed(way));
      }
      for (SingleCommits single : singles) {
        single.close();
      }
      if (engine.equals("PostgreSQL") && number >= 32) {
        report.goal(
            "ledger, PostgreSQL, " + number + " callers",
            turns.share(GROUP).value(),
            number == 32 ? 5 : 10,
            true);
        report.goal(
            "ledger, PostgreSQL, " + number + " callers, p99",
            turns.ratio(GROUP, Sample::p99Nanos).value(),
            1,
            false);
      }
    }
  }

  private LedgerSettings settings(String engine, Path folder) throws SQLException {
    return LedgerSettings.at(
        engine.equals("SQLite")
            ? "jdbc:sqlite:" + folder.resolve(++databases + ".db")
            : PostgresServer.shared().newSchema());
  }

  private static void receive(Ledger ledger) {
    String id = UUID.randomUUID().toString();
    InLedger.receive(
        ledger,
        new PlacementRequest(id, BIN, "ixn-" + id, AddOperation.ADD_CHAT, false, Map.of()),
        "bench");
  }

  private static void write(FileChannel file) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    while (row.hasRemaining()) {
      file.write(row);
    }
    file.force(false);
  }
}
