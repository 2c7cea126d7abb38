package org.workbinroutes.ledger;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ledger.GroupWriter.Pending;
import org.workbinroutes.placement.Ledger;

/**
 * Writes a group of changes in one transaction. A change that is refused fails alone. If the engine
 * cannot write the group, its changes are written one by one, so that the one it cannot write does
 * not take the others with it. For one thread; {@link #lastProblem} is for all.
 */
final class GroupCommit implements Consumer<List<Pending<?>>>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** How long a group is tried again because others were faster or the connection broke. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(10);

  private final DataSource pool;
  private final SqlRows rows;
  private final Predicate<SQLException> isRepeatable;
  private final LedgerObserver observer;
  private WriterConnection connection;
  private volatile String lastProblem;

  /**
   * Makes the writer's work.
   *
   * @param pool gives the one connection that writes
   * @param rows reads and writes rows
   * @param isRepeatable whether a transaction failed only because another one was faster
   * @param observer is told what was written
   */
  GroupCommit(
      DataSource pool,
      SqlRows rows,
      Predicate<SQLException> isRepeatable,
      LedgerObserver observer) {
    this.pool = pool;
    this.rows = rows;
    this.isRepeatable = isRepeatable;
    this.observer = observer;
  }

  /** Why the last group could not be written; null if it could. */
  String lastProblem() {
    return lastProblem;
  }

  @Override
  public void accept(List<Pending<?>> group) {
    try {
      write(group);
    } catch (SQLException | RuntimeException e) {
      drop();
      if (group.size() > 1 && !isLost(e)) {
        group.forEach(pending -> accept(List.of(pending)));
      } else {
        fail(group, e);
      }
    }
  }

  private void write(List<Pending<?>> group) throws SQLException {
    List<Change<?>> changes = new ArrayList<>(group.size());
    group.forEach(pending -> changes.add(pending.change()));
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_TRY.toNanos()) {
      List<Runnable> answers = new ArrayList<>(group.size());
      if (isWritten(group, changes, answers)) {
        if (lastProblem != null) {
          LOG.info("The ledger is written again");
        }
        lastProblem = null;
        answers.forEach(Runnable::run);
        return;
      }
    }
    throw new SQLTimeoutException(
        "for " + LONGEST_TRY.toSeconds() + " s others were faster, or the database was away");
  }

  private boolean isWritten(List<Pending<?>> group, List<Change<?>> changes, List<Runnable> answers)
      throws SQLException {
    long began = System.nanoTime();
    WorkingSet set;
    try {
      set = rows.load(connection(), changes);
      group.forEach(pending -> answers.add(pending.applyTo(set)));
      if (!set.isChanged()) {
        // Nothing to make safe: what was read was safe before.
        connection().rollback();
        return true;
      }
      if (!rows.save(connection(), set)) {
        connection().rollback();
        return false;
      }
    } catch (SQLException e) {
      if (isRepeatable.test(e)) {
        connection().rollback();
        return false;
      }
      // A database that is known to be away is not waited for: its callers should hear of it.
      if (isLost(e) && lastProblem == null) {
        drop();
        return false;
      }
      throw e;
    }
    // Not to be repeated: if this fails, it may have been done.
    connection().commit();
    tell(group.size(), Duration.ofNanos(System.nanoTime() - began), set);
    return true;
  }

  /** What is written is written, whatever becomes of those who look. */
  private void tell(int size, Duration took, WorkingSet set) {
    try {
      observer.written(size, took);
      set.moves().forEach(move -> observer.moved(move.before(), move.after()));
    } catch (RuntimeException e) {
      LOG.error("What the ledger wrote could not be told", e);
    }
  }

  private void fail(List<Pending<?>> group, Exception e) {
    String problem = "The ledger could not be written: " + e.getMessage();
    if (lastProblem == null) {
      LOG.error(problem);
      LOG.debug("The ledger could not be written", e);
    }
    lastProblem = problem + " (" + Instant.now() + ")";
    group.forEach(pending -> pending.fail(new Ledger.UnavailableException(problem, e)));
  }

  /** Whether the connection failed, so that whatever is written next fails as well. */
  static boolean isLost(Exception e) {
    if (e instanceof SQLTransientConnectionException) {
      return true; // the pool has none to give
    }
    // 08: the connection broke; 57P: the server shuts down
    return e instanceof SQLException sql
        && sql.getSQLState() != null
        && (sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P"));
  }

  private WriterConnection connection() throws SQLException {
    if (connection == null) {
      connection = new WriterConnection(pool);
    }
    return connection;
  }

  /** Lets go of a connection that may be broken; the pool finds out. */
  private void drop() {
    if (connection != null) {
      try (WriterConnection broken = connection) {
        broken.rollback();
      } catch (SQLException e) {
        LOG.debug("The broken connection could not be undone: {}", e.getMessage());
      }
      connection = null;
    }
  }

  @Override
  public void close() {
    drop();
  }
}
