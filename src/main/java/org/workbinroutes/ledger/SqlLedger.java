package org.workbinroutes.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.outage.EventLog;
import org.workbinroutes.outage.OutageLog;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * A ledger in a SQL database. All changes go through one writer, see {@link GroupWriter}; those who
 * look have connections of their own and wait for no one.
 */
final class SqlLedger extends RuledLedger {
  private static final Logger LOG = LoggerFactory.getLogger(SqlLedger.class);

  /** Parts a node's name from what tells this run from earlier ones. */
  static final String INCARNATION = "/";

  /** Changes that may wait: some 100 ms of work. */
  private static final int CAPACITY = 2_048;

  /** Rows that are written at once: more do not make it faster, only later for the first. */
  private static final int LARGEST_GROUP = 256;

  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
  private static final int READERS = 4;

  /** How often a ledger that is down is tried while nobody else has anything to write. */
  private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

  /** The rows of the index by source, in its own words: or no engine would use it. */
  private static final String OF_A_BATCH = "p.source >= 'http:' AND p.source < 'http;'";

  private static final long CONNECTION_WAIT_MILLIS = 5_000;

  private final EventLog unreadable;
  private final Engine engine;
  private final SqlRows rows;
  private final SqlBatches batches = new SqlBatches();
  private final HikariDataSource readers;
  private final HikariDataSource writerPool;
  private final OutageLog outage;
  private final GroupCommit commit;
  private final GroupWriter writer;
  private final Retention retention;

  private SqlLedger(
      LedgerSettings settings,
      Engine engine,
      Rules rules,
      SqlRows rows,
      HikariDataSource writerPool,
      HikariDataSource readers,
      LedgerObserver observer) {
    super(rules);
    this.engine = engine;
    this.rows = rows;
    this.writerPool = writerPool;
    this.readers = readers;
    this.outage = new OutageLog(LOG, "The ledger", settings.clock());
    this.unreadable = new EventLog(LOG::error, settings.clock());
    this.commit = new GroupCommit(writerPool, rows, engine, observer, outage);
    this.writer = new GroupWriter("ledger-writer", CAPACITY, LARGEST_GROUP, PROBE_EVERY, commit);
    this.retention = new Retention(this, settings.retention(), FORGET_EVERY, settings.clock());
  }

  /**
   * Opens a ledger: makes its tables if need be, and frees what an earlier run of this node had
   * claimed.
   *
   * @param engine the engine; closed with the ledger
   * @throws UnavailableException if it cannot be opened
   */
  static SqlLedger open(LedgerSettings settings, Engine engine, LedgerObserver observer) {
    List<AutoCloseable> opened = new ArrayList<>(List.of(engine));
    try {
      HikariDataSource writerPool = pool(engine.writer(), "ledger-writer", 1);
      opened.add(writerPool);
      Schema.migrate(writerPool, settings, engine);
      free(writerPool, engine.leftClaims());
      HikariDataSource readers = pool(engine.readers(), "ledger-reader", READERS);
      opened.add(readers);
      RequestCodec codec = new RequestCodec();
      String owner =
          settings.node()
              + INCARNATION
              + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      return new SqlLedger(
          settings,
          engine,
          new Rules(codec, owner, settings.lease(), settings.clock()),
          new SqlRows(codec, settings.node(), engine.rowsPerInsert()),
          writerPool,
          readers,
          observer);
    } catch (SQLException | RuntimeException e) {
      closeAll(opened, e);
      throw e instanceof UnavailableException known
          ? known
          : new UnavailableException("The ledger cannot be opened: " + e.getMessage(), e);
    }
  }

  /**
   * Opens a pool of connections to the ledger's database.
   *
   * @throws UnavailableException if it cannot be reached; the message names the keys
   */
  static HikariDataSource pool(HikariConfig config, String name, int size) {
    config.setPoolName(name);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new UnavailableException(
          "The ledger's database cannot be reached: see workbin.ledger, workbin.ledger.username and"
              + " workbin.ledger.password: "
              + e.getMessage(),
          e);
    }
  }

  private static void free(HikariDataSource pool, String left) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE workbin_placement SET owner = NULL, lease_until = NULL, version = version + 1"
              + " WHERE state = 'RECEIVED' AND "
              + left);
    }
  }

  private static void closeAll(List<AutoCloseable> opened, Exception reason) {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }

  @Override
  <R> CompletableFuture<R> submit(Change<R> change) {
    return writer.submit(change);
  }

  @Override
  List<String> free(Instant now, int limit) {
    return read(
        // whole rows: one that cannot be read must not keep the others from being claimed
        "SELECT "
            + SqlRows.COLUMNS
            + " FROM workbin_placement p WHERE p.state = 'RECEIVED'"
            + " AND (p.lease_until IS NULL OR p.lease_until <= ?)"
            + " ORDER BY p.received_at, p.request_id LIMIT ?",
        select -> {
          select.setLong(1, now.toEpochMilli());
          select.setInt(2, limit);
          return placements(select).stream()
              .map(placement -> placement.request().requestId())
              .toList();
        });
  }

  @Override
  List<Placement> due(Instant acceptedBefore, Instant lookBefore, int limit) {
    // By workbin, so that as few workbins as possible must be read.
    return read(
        "SELECT "
            + SqlRows.COLUMNS
            + " FROM workbin_placement p WHERE p.state IN ('ACCEPTED', 'UNCONFIRMED')"
            + " AND (p.state = 'ACCEPTED' AND p.look_at <= ?"
            + " OR p.state = 'UNCONFIRMED' AND p.look_at <= ?)"
            + " ORDER BY p.workbin_id, p.group_kind, p.group_name, p.received_at, p.request_id"
            + " LIMIT ?",
        select -> {
          select.setLong(1, acceptedBefore.toEpochMilli());
          select.setLong(2, lookBefore.toEpochMilli());
          select.setInt(3, limit);
          return placements(select);
        });
  }

  @Override
  List<String> old(Instant settledBefore, int limit) {
    // received_at, which has an index, is never later than updated_at; in no order, so that the
    // search ends with the first that are found
    return read(
        "SELECT request_id FROM workbin_placement WHERE received_at < ? AND updated_at < ?"
            + " AND state IN ('CONFIRMED', 'REJECTED', 'FAILED', 'PULLED') LIMIT ?",
        select -> {
          select.setLong(1, settledBefore.toEpochMilli());
          select.setLong(2, settledBefore.toEpochMilli());
          select.setInt(3, limit);
          return texts(select);
        });
  }

  @Override
  List<String> oldBatches(Instant receivedBefore, int limit) {
    return read(
        "SELECT b.batch_id FROM workbin_batch b WHERE b.received_at < ? AND NOT EXISTS"
            + " (SELECT 1 FROM workbin_placement p WHERE"
            + " p.source >= 'http:' || b.batch_id || '#'"
            + " AND p.source < 'http:' || b.batch_id || '$' AND "
            + OF_A_BATCH
            + ") LIMIT ?",
        select -> {
          select.setLong(1, receivedBefore.toEpochMilli());
          select.setInt(2, limit);
          return texts(select);
        });
  }

  @Override
  public Optional<Batch> findBatch(String batchId) {
    return read(
        SqlBatches.SELECT,
        select -> {
          select.setString(1, StoredText.fit(batchId));
          return batches.read(select).stream().findFirst();
        });
  }

  @Override
  public Map<PlacementState, Long> countsOfBatch(String batchId) {
    return read(
        // the narrow bounds first: SQLite takes the first it finds
        "SELECT p.state, count(*) FROM workbin_placement p WHERE p.source >= ? AND p.source < ? AND"
            + " "
            + OF_A_BATCH
            + " GROUP BY p.state",
        select -> {
          String prefix = StoredText.fit(Batch.sourcePrefix(batchId));
          select.setString(1, prefix);
          // the end of all texts that begin with the prefix: its last character is a '#'
          select.setString(2, prefix.substring(0, prefix.length() - 1) + '$');
          return counts(select);
        });
  }

  @Override
  public Optional<Placement> find(String requestId) {
    return read(
        "SELECT " + SqlRows.COLUMNS + " FROM workbin_placement p WHERE p.request_id = ?",
        select -> {
          // What cannot be a request id may be something that an engine cannot compare.
          select.setString(1, StoredText.fit(requestId));
          return rows.read(select).stream().map(Row::placement).findFirst();
        });
  }

  @Override
  public List<Placement> list(Filter filter) {
    String states =
        filter.states().stream()
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", "));
    boolean isAll = filter.states().size() == PlacementState.values().length;
    return read(
        "SELECT "
            + SqlRows.COLUMNS
            + " FROM workbin_placement p WHERE 1 = 1"
            + (isAll ? "" : " AND p.state IN (" + states + ")")
            + (filter.since() == null ? "" : " AND p.updated_at >= ?")
            + (filter.after() == null ? "" : " AND (p.received_at, p.request_id) < (?, ?)")
            + " ORDER BY p.received_at DESC, p.request_id DESC LIMIT ?",
        select -> {
          int parameter = 1;
          if (filter.since() != null) {
            select.setLong(parameter++, filter.since().toEpochMilli());
          }
          if (filter.after() != null) {
            select.setLong(parameter++, filter.after().receivedAt().toEpochMilli());
            select.setString(parameter++, StoredText.fit(filter.after().requestId()));
          }
          select.setInt(parameter, filter.limit());
          return placements(select);
        });
  }

  @Override
  public List<Step> history(String requestId) {
    return read(
        "SELECT received_at, steps FROM workbin_placement WHERE request_id = ?",
        select -> {
          select.setString(1, StoredText.fit(requestId));
          try (ResultSet result = select.executeQuery()) {
            return result.next()
                ? new Steps(result.getString(2)).since(Instant.ofEpochMilli(result.getLong(1)))
                : List.of();
          }
        });
  }

  @Override
  public Map<Sighting, List<Placement>> sentTo(Collection<Sighting> sightings) {
    requireLimit("number of sightings", sightings.size(), 0);
    Set<Sighting> wanted = new LinkedHashSet<>(sightings);
    Map<Sighting, List<Placement>> sent = new HashMap<>();
    for (List<Sighting> chunk : SqlRows.chunks(List.copyOf(wanted))) {
      List<Placement> placements =
          read(
              SqlRows.selectSent(chunk.size()),
              select -> {
                SqlRows.setSightings(select, chunk);
                return placements(select);
              });
      for (Placement placement : placements) {
        PlacementRequest request = placement.request();
        Sighting sighting = new Sighting(request.workbin(), request.interactionId());
        // what was fitted to be compared may have found another
        if (wanted.contains(sighting)) {
          sent.computeIfAbsent(sighting, none -> new ArrayList<>()).add(placement);
        }
      }
    }
    return sent;
  }

  @Override
  public Map<PlacementState, Long> counts() {
    return read(
        "SELECT state, sum(n) FROM workbin_placement_count GROUP BY state", SqlLedger::counts);
  }

  private static Map<PlacementState, Long> counts(PreparedStatement select) throws SQLException {
    Map<PlacementState, Long> counts = new EnumMap<>(PlacementState.class);
    for (PlacementState state : PlacementState.values()) {
      counts.put(state, 0L);
    }
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        counts.put(PlacementState.valueOf(result.getString(1)), result.getLong(2));
      }
    }
    return counts;
  }

  @Override
  public Health health() {
    String problem =
        outage
            .current()
            .map(now -> "Since " + now.since() + " " + now.reason())
            .orElseGet(this::whyUnreadable);
    return new Health(problem, writer.waiting());
  }

  private String whyUnreadable() {
    try {
      counts();
      return null;
    } catch (UnavailableException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    retention.close();
    writer.close();
    commit.close();
    readers.close();
    writerPool.close();
    engine.close();
  }

  private List<Placement> placements(PreparedStatement select) throws SQLException {
    return rows
        .read(
            select,
            edited ->
                unreadable.happened(
                    () ->
                        "Rows of the ledger are passed over: "
                            + edited.getMessage()
                            + " Correct or delete them in workbin_placement"))
        .stream()
        .map(Row::placement)
        .toList();
  }

  private static List<String> texts(PreparedStatement select) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    }
    return texts;
  }

  private <T> T read(String sql, Query<T> query) {
    SQLException failure = null;
    // After a restart of the database all pooled connections are broken: get past them.
    for (int tries = 0; tries <= READERS; tries++) {
      try (Connection connection = readers.getConnection()) {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
          return query.run(select);
        } catch (SQLException e) {
          readers.evictConnection(connection);
          throw e;
        }
      } catch (SQLTransientConnectionException e) {
        failure = e; // the pool waited and has none to give
        break;
      } catch (SQLException e) {
        failure = e;
        if (!GroupCommit.isLost(e)) {
          break;
        }
      }
    }
    if (engine.isDown(failure)) {
      // The writer finds out when it is over.
      outage.failed("it could not be read: " + failure.getMessage(), () -> "");
    }
    throw new UnavailableException(
        "The ledger could not be read: " + failure.getMessage(), failure);
  }

  private interface Query<T> {
    T run(PreparedStatement select) throws SQLException;
  }
}
