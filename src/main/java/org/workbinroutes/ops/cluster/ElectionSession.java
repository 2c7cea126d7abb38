package org.workbinroutes.ops.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A session at a PostgreSQL server that can hold the elected node's place: an advisory lock, which
 * the server takes back when the session ends. It ends with the connection, and when nothing was
 * heard for the time of the lease: then this process stands still, or the network is cut. For one
 * thread.
 */
final class ElectionSession implements AutoCloseable {
  private final Connection connection;

  private ElectionSession(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a session.
   *
   * @throws SQLException if the server cannot be reached, or is older than version 14
   */
  static ElectionSession open(ElectionSettings settings) throws SQLException {
    Connection connection = DriverManager.getConnection(settings.url(), settings.login());
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(settings.patience().toMillis()));
      try (PreparedStatement lease =
          connection.prepareStatement("SELECT set_config('idle_session_timeout', ?, false)")) {
        lease.setString(1, settings.lease().toMillis() + "ms");
        lease.execute();
      }
      return new ElectionSession(connection);
    } catch (SQLException failed) {
      try (connection) {
        throw failed;
      }
    }
  }

  /** Takes the place, if it is free. */
  boolean take(String namespace) throws SQLException {
    try (PreparedStatement take =
        connection.prepareStatement(
            "SELECT pg_try_advisory_lock(hashtextextended(coalesce(current_schema(), '')"
                + " || ':workbin-elected:' || ?, 0))")) {
      take.setString(1, namespace);
      try (ResultSet taken = take.executeQuery()) {
        return taken.next() && taken.getBoolean(1);
      }
    }
  }

  /**
   * Tells the server that this process lives.
   *
   * @throws SQLException if the session has ended, and with it the hold on the place
   */
  void beat() throws SQLException {
    try (PreparedStatement beat = connection.prepareStatement("SELECT 1")) {
      beat.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
