package org.workbinroutes.sink.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/**
 * Connects, and has the database read the statement: it knows table and columns then. The statement
 * is not executed.
 *
 * @param name the data source
 * @param dataSource its connections; it bounds the wait for one by itself
 * @param insert the statement
 */
record TableTrial(String name, DataSource dataSource, InsertStatement insert) implements Trial {
  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    String key = "workbin.datasource." + name + '.';
    try (Connection connection = dataSource.getConnection()) {
      String database = connection.getMetaData().getDatabaseProductName();
      read(connection, key);
      return database + " takes the statement";
    } catch (SQLException refused) {
      throw new TrialFailedException(
          "the database of " + key + "url does not let us in: " + root(refused),
          "look at " + key + "url, .username and .password",
          refused);
    }
  }

  private void read(Connection connection, String key) throws TrialFailedException {
    String sql =
        NamedParameterUtils.substituteNamedParameters(
            NamedParameterUtils.parseSqlStatement(insert.sql()), null);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      // drivers send the statement to the server when somebody asks for its parameters
      statement.getParameterMetaData();
    } catch (SQLFeatureNotSupportedException silent) {
      // this driver cannot tell; the connection stands
      return;
    } catch (SQLException refused) {
      throw new TrialFailedException(
          "the database does not take " + key + "insert: " + root(refused),
          "make the table, or mend the statement; docs/sinks.md has both",
          refused);
    }
  }

  /** The pool says that no connection came; why is what the driver has said. */
  private static String root(SQLException refused) {
    Throwable cause = refused;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
