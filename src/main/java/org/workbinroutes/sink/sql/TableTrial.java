package org.workbinroutes.sink.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.workbinroutes.sink.Trial;
import org.workbinroutes.sink.TrialFailedException;

/**
 * Connects, and has the database read the statement: it knows table and columns then. The statement
 * is not executed.
 *
 * @param settings the database
 * @param insert the statement
 */
record TableTrial(DataSourceSettings settings, InsertStatement insert) implements Trial {
  @Override
  public String tryOut(Duration patience) throws TrialFailedException {
    String key = "workbin.datasource." + settings.name() + '.';
    try (Connection connection = connect(patience)) {
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

  private Connection connect(Duration patience) throws SQLException {
    Properties login = new Properties();
    if (settings.username() != null) {
      login.setProperty("user", settings.username());
    }
    if (settings.password() != null) {
      login.setProperty("password", settings.password());
    }
    if (settings.url().startsWith("jdbc:postgresql:")) {
      String seconds = Long.toString(Math.max(1, patience.toSeconds()));
      login.setProperty("connectTimeout", seconds);
      login.setProperty("socketTimeout", seconds);
    }
    return DriverManager.getConnection(settings.url(), login);
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

  /** The driver says that it failed; why is what its cause has said. */
  private static String root(SQLException refused) {
    Throwable cause = refused;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
