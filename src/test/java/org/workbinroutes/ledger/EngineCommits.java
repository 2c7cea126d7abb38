package org.workbinroutes.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Commits to any database with a JDBC driver on the class path, to be run under strace: it shows
 * whether an engine syncs before it acknowledges. docs/guarantees.md has the commands and what came
 * out.
 */
final class EngineCommits {
  private static final int WARM_UP = 100;

  private EngineCommits() {}

  /**
   * Runs it and prints the time of one commit.
   *
   * @param args JDBC URL, number of commits, rows in each, then statements to run first
   */
  public static void main(String[] args) throws SQLException {
    int commits = Integer.parseInt(args[1]);
    int rows = Integer.parseInt(args[2]);
    try (Connection connection = DriverManager.getConnection(args[0])) {
      try (Statement statement = connection.createStatement()) {
        for (int i = 3; i < args.length; i++) {
          statement.execute(args[i]);
        }
        statement.execute(
            "CREATE TABLE entries (id VARCHAR(100) PRIMARY KEY, body VARCHAR(4000) NOT NULL)");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO entries VALUES (?, ?)")) {
        commit(connection, insert, "warm", WARM_UP, rows);
        long start = System.nanoTime();
        commit(connection, insert, "row", commits, rows);
        double millis = (System.nanoTime() - start) / 1e6 / commits;
        System.out.printf("%d commits of %d rows: %.3f ms each%n", commits, rows, millis);
      }
    }
  }

  private static void commit(
      Connection connection, PreparedStatement insert, String name, int commits, int rows)
      throws SQLException {
    for (int i = 0; i < commits; i++) {
      for (int row = 0; row < rows; row++) {
        // Keys in no order, as request ids are.
        int number = i * rows + row;
        insert.setString(1, Integer.toHexString(number * 0x9E3779B1) + "-" + name);
        insert.setString(2, "x".repeat(400));
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }
}
