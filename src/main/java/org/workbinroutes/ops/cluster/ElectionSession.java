package org.workbinroutes.ops.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.workbinroutes.ledger.PostgresRights;

/**
 * A session at a PostgreSQL server that can hold the elected node's place: an advisory lock, which
 * the server takes back when the session ends. It ends with the connection, and when nothing was
 * heard for the time of the lease: then this process stands still, or the network is cut. For one
 * thread.
 */
final class ElectionSession implements AutoCloseable {
  private static final String KEY =
      "hashtextextended(coalesce(current_schema(), '') || ':workbin-elected:' || ?::text, 0)";

  private static final String TAKE = "SELECT pg_try_advisory_lock(" + KEY + ")";

  /** A key of 64 bits is shown in two halves. */
  private static final String FOREIGN_HOLDER =
      "SELECT a.usename::text FROM (SELECT "
          + KEY
          + " AS k) place JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted"
          + " AND l.objsubid = 1 AND l.classid = ((k >> 32) & 4294967295)::oid"
          + " AND l.objid = (k & 4294967295)::oid JOIN pg_stat_activity a ON a.pid = l.pid"
          + " AND a.datname = current_database() WHERE a.usename <> current_user";

  private final Connection connection;

  private ElectionSession(Connection connection) {
    this.connection = connection;
  }

  static ElectionSession open(ElectionSettings settings) throws SQLException {
    Connection connection = DriverManager.getConnection(settings.url(), settings.login());
    try {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(settings.patience().toMillis()));
      try (Statement pin = connection.createStatement()) {
        pin.execute(PostgresRights.PIN);
      }
      try (PreparedStatement lease =
          connection.prepareStatement(
              "SELECT set_config('idle_session_timeout', ?::text, false)")) {
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
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, namespace);
      try (ResultSet taken = take.executeQuery()) {
        return taken.next() && taken.getBoolean(1);
      }
    }
  }

  /**
   * Another user of the database who has the place: no node of ours, as these have the same user.
   */
  Optional<String> foreignHolder(String namespace) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement(FOREIGN_HOLDER)) {
      ask.setString(1, namespace);
      try (ResultSet holder = ask.executeQuery()) {
        return holder.next() ? Optional.of(holder.getString(1)) : Optional.empty();
      }
    }
  }

  /** Tells the server that this process lives. */
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
