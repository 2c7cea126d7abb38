package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ledger.GroupWriter.Pending;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.placement.Ledger;

/**
 * Writes a group of changes in one transaction. A change that is refused fails alone. If the engine
 * cannot write the group, its changes are written one by one, so that the one it cannot write does
 * not take the others with it. An empty group asks whether an outage is over. For one thread.
 *
 * <p>A connection is closed after any other failure than one to be repeated. Its transaction may be
 * half done: SQLite undoes one by itself when the disk is full, and what follows on that connection
 * is then written piece by piece, without a transaction.
 */
final class GroupCommit implements Consumer<List<Pending<?>>>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** How long a group is tried again because others were faster or the connection broke. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(10);

  private final HikariDataSource pool;
  private final SqlRows rows;
  private final Engine engine;
  private final LedgerObserver observer;
  private final OutageLog outage;
  private WriterConnection connection;

  GroupCommit(
      HikariDataSource pool,
      SqlRows rows,
      Engine engine,
      LedgerObserver observer,
      OutageLog outage) {
    this.pool = pool;
    this.rows = rows;
    this.engine = engine;
    this.observer = observer;
    this.outage = outage;
  }

  @Override
  public void accept(List<Pending<?>> group) {
    if (group.isEmpty()) {
      probe();
      return;
    }
    try {
      write(group);
    } catch (SQLException | RuntimeException e) {
      discard();
      if (group.size() > 1 && !isDown(e)) {
        group.forEach(pending -> accept(List.of(pending)));
      } else {
        fail(group, e);
      }
    }
  }

  private boolean isDown(Exception e) {
    return e instanceof SQLException sql && engine.isDown(sql);
  }

  /** Ends an outage while nobody has anything to write. */
  private void probe() {
    if (outage.current().isEmpty()) {
      return;
    }
    try {
      rows.touch(connection());
      connection().commit();
      succeeded();
    } catch (SQLException | RuntimeException e) {
      discard();
      failed(e);
    }
  }

  private void succeeded() {
    // After a failed write there often is a page of room, and no more.
    if (outage.current().isPresent() && engine.shortOfRoom().isEmpty()) {
      outage.succeeded();
    }
  }

  private void write(List<Pending<?>> group) throws SQLException {
    List<Change<?>> changes = new ArrayList<>(group.size());
    group.forEach(pending -> changes.add(pending.change()));
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_TRY.toNanos()) {
      List<Runnable> answers = new ArrayList<>(group.size());
      if (isWritten(group, changes, answers)) {
        succeeded();
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
      if (engine.isRepeatable(e)) {
        connection().rollback();
        return false;
      }
      // A database that is known to be away is not waited for: its callers should hear of it.
      if (isLost(e) && outage.current().isEmpty()) {
        discard();
        return false;
      }
      throw e;
    }
    commit(set);
    tell(group.size(), Duration.ofNanos(System.nanoTime() - began), set);
    return true;
  }

  /** A commit that fails may have been done all the same: the rows tell. */
  private void commit(WorkingSet set) throws SQLException {
    try {
      connection().commit();
    } catch (SQLException e) {
      discard();
      if (!isStored(set, e)) {
        throw e;
      }
    }
  }

  private boolean isStored(WorkingSet set, SQLException reason) {
    Change<Boolean> look = new StoredAlready(set);
    try {
      boolean stored = look.apply(rows.load(connection(), List.of(look)));
      connection().rollback();
      return stored;
    } catch (SQLException | RuntimeException e) {
      discard();
      reason.addSuppressed(e);
      return false;
    }
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
    failed(e);
    Exception failure =
        new Ledger.UnavailableException("The ledger could not be written: " + e.getMessage(), e);
    group.forEach(pending -> pending.fail(failure));
  }

  private void failed(Exception e) {
    LOG.debug("The ledger could not be written", e);
    if (!(e instanceof SQLException)) {
      // one row, such as one that was edited by hand
      LOG.error("A change could not be written to the ledger: {}", e.getMessage());
      return;
    }
    outage.failed(
        "it could not be written: " + e.getMessage(),
        () ->
            "requests wait at their source or are answered 503"
                + engine.shortOfRoom().map(room -> "; make room, " + room).orElse(""));
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

  /** Closes a connection on which something failed; the next write takes a new one. */
  private void discard() {
    WriterConnection broken = connection;
    connection = null;
    if (broken != null) {
      broken.discard(pool);
    }
  }

  @Override
  public void close() {
    discard();
  }
}
