package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.placement.Ledger;

/** The ledger with the same rules and rows, but each change is committed alone. */
public final class SingleCommits implements AutoCloseable {
  private static final int CAPACITY = 2_048;

  private final Engine engine;
  private final HikariDataSource pool;
  private final GroupCommit commit;
  private final GroupWriter writer;
  private final Ledger ledger;

  /**
   * Opens one.
   *
   * @param settings an empty database
   * @throws SQLException if it cannot be opened
   */
  public SingleCommits(LedgerSettings settings) throws SQLException {
    Ledgers.open(settings).close(); // makes the tables
    boolean isSqlite = settings.url().startsWith(SqliteEngine.PREFIX);
    RequestCodec codec = new RequestCodec();
    engine = isSqlite ? new SqliteEngine(settings.url()) : new PostgresEngine(settings);
    HikariConfig connections = engine.writer();
    connections.setMaximumPoolSize(1);
    pool = new HikariDataSource(connections);
    commit =
        new GroupCommit(
            pool,
            new SqlRows(codec, "node", 1),
            engine,
            LedgerObserver.NONE,
            new OutageLog(
                LoggerFactory.getLogger(SingleCommits.class), "Ledger", settings.clock()));
    writer = new GroupWriter("single-writer", CAPACITY, 1, Duration.ofHours(1), commit);
    ledger = new WriteOnly(new Rules(codec, "node/1", settings.lease(), settings.clock()), writer);
  }

  /**
   * What is measured.
   *
   * @return the ledger; it can write alone
   */
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void close() throws SQLException {
    writer.close();
    commit.close();
    pool.close();
    engine.close();
  }
}
