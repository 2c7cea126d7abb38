package org.workbinroutes.ledger;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.workbinroutes.placement.Ledger;

/** Brings the tables to the version that this release needs. */
final class Schema {
  /** The newest migration in the resources. */
  private static final String VERSION = "4";

  static final String HISTORY = "workbin_schema_history";

  private Schema() {}

  /**
   * Migrates, if need be. Flyway takes half a second to get going; an up-to-date ledger is opened
   * without it.
   *
   * @param engine where the migrations are, and whether the database is to be used
   */
  static void migrate(DataSource pool, LedgerSettings settings, Engine engine) {
    try {
      if (isUpToDate(pool, engine)) {
        return;
      }
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(settings.url(), settings.user(), settings.password())
          .locations("classpath:" + engine.migrations())
          .initSql(engine.firstStatement())
          .table(HISTORY)
          // The schema may hold other tables than ours.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .load()
          .migrate();
    } catch (SQLException | FlywayException e) {
      throw new Ledger.UnavailableException(
          "The ledger's tables could not be made: " + e.getMessage(), e);
    }
  }

  private static boolean isUpToDate(DataSource pool, Engine engine) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      engine.inspect(connection);
      return hasHistory(connection) && hasVersion(connection);
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    try (ResultSet tables =
        metaData.getTables(connection.getCatalog(), connection.getSchema(), HISTORY, null)) {
      return tables.next();
    }
  }

  private static boolean hasVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet versions =
            statement.executeQuery(
                "SELECT success FROM " + HISTORY + " WHERE version = '" + VERSION + "'")) {
      return versions.next() && versions.getBoolean(1);
    }
  }
}
