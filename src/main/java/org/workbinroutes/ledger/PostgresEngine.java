package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.placement.Ledger;

/** A PostgreSQL database, which several nodes can share. */
final class PostgresEngine implements Engine {
  /** What its URLs begin with. */
  static final String PREFIX = "jdbc:postgresql:";

  /** Serialization failure and deadlock. */
  private static final Set<String> OTHERS_WERE_FASTER = Set.of("40001", "40P01");

  /** A server that is no longer the primary one. */
  private static final String READ_ONLY = "25006";

  /** Classes of failures: no room on the disk or in memory, and failures of the system. */
  private static final Set<String> CANNOT_GO_ON = Set.of("53", "58");

  private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);

  private final LedgerSettings settings;

  PostgresEngine(LedgerSettings settings) {
    this.settings = settings;
  }

  @Override
  public String migrations() {
    return "org/workbinroutes/ledger/postgresql";
  }

  @Override
  public HikariConfig writer() {
    HikariConfig config = config();
    // A server set to acknowledge before the disk has it must not do so here.
    config.setConnectionInitSql(
        PostgresRights.PIN
            + "; SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'; "
            + session());
    return config;
  }

  @Override
  public HikariConfig readers() {
    HikariConfig config = config();
    config.setReadOnly(true);
    config.setConnectionInitSql(PostgresRights.PIN + "; " + session());
    return config;
  }

  /** What every connection of a node begins with. */
  private String session() {
    // Rows are found by an index. A plan that was made and kept while the table was all but empty
    // would otherwise read the whole table until it is analyzed for the first time.
    return "SELECT set_config('enable_seqscan', 'off', false); " + signOfLife();
  }

  /** Every connection holds this lock: who can have it alone knows that no such node lives. */
  private String signOfLife() {
    return "SELECT pg_advisory_lock_shared(" + nodeLock() + ")";
  }

  private String nodeLock() {
    // The settings allow no quotes in a node's name.
    return "hashtextextended(coalesce(current_schema(), '') || ':workbin-node:"
        + settings.node()
        + "', 0)";
  }

  /** How connections are made that have to do with no node's life. */
  HikariConfig shared() {
    return config();
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    // Defaults; what the URL says wins. Times in seconds.
    config.addDataSourceProperty("ApplicationName", "workbin-routes");
    config.addDataSourceProperty("connectTimeout", "10");
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // Else a refused row, which may hold a customer's data, would stand in the error and the log.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.setConnectionInitSql(PostgresRights.PIN);
    return config;
  }

  @Override
  public String firstStatement() {
    return PostgresRights.PIN;
  }

  @Override
  public void inspect(Connection connection) throws SQLException {
    PostgresRights rights = new PostgresRights(connection);
    Optional<PostgresRights.Danger> open = rights.openSchema();
    if (open.isEmpty()) {
      return;
    }
    Optional<String> foreign = rights.foreignTable();
    if (foreign.isPresent() || !rights.hasTable(Schema.HISTORY)) {
      throw new Ledger.UnavailableException(
          foreign
                  .map(table -> "The ledger's table is that of another user (" + table + "), and ")
                  .orElse("No ledger is made here: ")
              + open.get().text()
              + ". What to do: "
              + open.get().remedy(),
          null);
    }
    LOG.warn("The ledger: {}. What to do: {}", open.get().text(), open.get().remedy());
  }

  @Override
  public String leftClaims() {
    // The settings allow no quotes and no wildcards in a node's name.
    String prefix = settings.node() + SqlLedger.INCARNATION;
    // A node of the same name that lives may be in the middle of a call: its claims are its own
    // until they end. Asked for once, not for each row, and given back with the statement's end.
    return "substr(owner, 1, "
        + prefix.length()
        + ") = '"
        + prefix
        + "' AND (SELECT pg_try_advisory_xact_lock("
        + nodeLock()
        + "))";
  }

  @Override
  public int rowsPerInsert() {
    return 128;
  }

  @Override
  public boolean isRepeatable(SQLException failure) {
    return OTHERS_WERE_FASTER.contains(failure.getSQLState());
  }

  @Override
  public boolean isDown(SQLException failure) {
    String state = failure.getSQLState();
    return GroupCommit.isLost(failure)
        || (state != null
            && (state.equals(READ_ONLY) || CANNOT_GO_ON.contains(state.substring(0, 2))));
  }

  @Override
  public void close() {
    // Nothing but connections.
  }
}
