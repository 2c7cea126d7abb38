package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that stays open and keeps its statements prepared. For one thread. */
final class WriterConnection {
  private static final Logger LOG = LoggerFactory.getLogger(WriterConnection.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  WriterConnection(DataSource pool) throws SQLException {
    this.connection = pool.getConnection();
    connection.setAutoCommit(false);
  }

  /** A prepared statement without parameters of earlier uses. */
  PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    statement.clearBatch();
    return statement;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /**
   * Undoes what is not committed and closes the connection for good: it never comes back from the
   * pool.
   */
  void discard(HikariDataSource pool) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("A connection could not be rolled back: {}", e.getMessage());
    }
    pool.evictConnection(connection);
  }
}
