package org.workbinroutes.ops.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.workbinroutes.ledger.PostgresRights;
import org.workbinroutes.ledger.SqliteLibrary;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;

/** Whether the ledger's database can be reached. It is not opened: it may be in use. */
final class LedgerCheck implements Check {
  private static final String PART = "ledger";
  private static final String SECONDS = "10";

  @Override
  public List<Finding> look(Configuration configuration) {
    String ledger = configuration.get(WorkbinOptions.LEDGER);
    return switch (ledger) {
      case "memory" -> List.of(Finding.ok(PART, "in memory"));
      case "embedded" -> List.of(embedded(configuration.dataFolder().resolve("ledger/ledger.db")));
      default -> database(ledger, configuration);
    };
  }

  private static Finding embedded(Path file) {
    if (!Files.exists(file)) {
      return Finding.ok(PART, "SQLite, will be made by the first start");
    }
    SqliteLibrary.load(file);
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", "1");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, readOnly);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM workbin_placement")) {
      rows.next();
      return Finding.ok(PART, "SQLite, " + rows.getLong(1) + " placements");
    } catch (SQLException unreadable) {
      return Finding.error(
          PART,
          "the SQLite file cannot be read: " + unreadable.getMessage(),
          "restore " + file.getFileName() + " from a backup, or move it away to begin anew");
    }
  }

  private static List<Finding> database(String url, Configuration configuration) {
    Properties login = new Properties();
    configuration
        .find(WorkbinOptions.LEDGER_USERNAME)
        .ifPresent(user -> login.setProperty("user", user));
    configuration
        .find(WorkbinOptions.LEDGER_PASSWORD)
        .ifPresent(password -> login.setProperty("password", password));
    login.setProperty("connectTimeout", SECONDS);
    login.setProperty("socketTimeout", SECONDS);
    try (Connection connection = DriverManager.getConnection(url, login)) {
      List<Finding> findings = new ArrayList<>();
      findings.add(
          Finding.ok(
              PART,
              connection.getMetaData().getDatabaseProductName()
                  + " "
                  + connection.getMetaData().getDatabaseProductVersion()));
      if (url.startsWith("jdbc:postgresql:")) {
        for (PostgresRights.Danger danger : new PostgresRights(connection).dangers()) {
          findings.add(Finding.warning(PART, danger.text(), danger.remedy()));
        }
      }
      return findings;
    } catch (SQLException refused) {
      return List.of(
          Finding.error(
              PART,
              "the database does not let us in: " + refused.getMessage(),
              "look at workbin.ledger, workbin.ledger.username and workbin.ledger.password"));
    }
  }
}
