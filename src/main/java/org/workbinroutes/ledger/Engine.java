package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What differs from one database engine to the other. */
interface Engine extends AutoCloseable {
  /** Class path folder of the engine's migrations. */
  String migrations();

  /** How the one connection that writes is made: each commit returns when it is on disk. */
  HikariConfig writer();

  /** How connections that only read are made. */
  HikariConfig readers();

  /**
   * Looks whether others can do something to the ledger, before it is used.
   *
   * @throws org.workbinroutes.placement.Ledger.UnavailableException if it is not to be used
   * @throws SQLException if the database cannot be asked
   */
  default void inspect(Connection connection) throws SQLException {
    // a file has no other users
  }

  /** What each connection begins with that is not taken from a pool; null for nothing. */
  default String firstStatement() {
    return null;
  }

  /**
   * SQL for the claims that this node left behind when it was killed; no parameters. None, if
   * another process of this name is alive.
   */
  String leftClaims();

  /** How many rows one statement inserts at the most; a power of two. */
  int rowsPerInsert();

  /** Whether a transaction failed only because another one was faster, so that it is repeated. */
  boolean isRepeatable(SQLException failure);

  /** Whether nothing can be written for now, whatever it is. */
  boolean isDown(SQLException failure);

  /**
   * How little room is left on the disk, in words; empty if there is enough, or it is not known.
   */
  default Optional<String> shortOfRoom() {
    return Optional.empty();
  }

  /** Lets go of what the engine holds besides connections. */
  @Override
  void close();
}
