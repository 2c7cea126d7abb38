package org.workbinroutes.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * How rows are read from and written to the tables, in SQL that SQLite and PostgreSQL both speak.
 * All times are milliseconds since 1970.
 */
final class SqlRows {
  /** The columns of a whole row, in the order in which {@link #read} takes them. */
  static final String COLUMNS =
      "p.request, p.digest, p.source, p.state, p.reference_id, p.attempts, p.last_error,"
          + " p.owner, p.lease_until, p.look_at, p.received_at, p.updated_at, p.version,"
          + " p.steps";

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM workbin_placement p WHERE p.request_id IN (?%s)";

  // CROSS JOIN keeps SQLite from starting with the table; the states are those of the index.
  private static final String SELECT_WAITING =
      "WITH item (workbin_id, group_kind, group_name, interaction_id) AS (VALUES (?, ?, ?, ?)%s)"
          + " SELECT "
          + COLUMNS
          + " FROM item i CROSS JOIN workbin_placement p"
          + " WHERE p.interaction_id = i.interaction_id AND p.workbin_id = i.workbin_id"
          + " AND p.group_kind = i.group_kind AND p.group_name = i.group_name"
          + " AND p.state IN ('RECEIVED', 'ACCEPTED', 'UNCONFIRMED', 'FAILED')"
          + " AND p.attempts > 0"
          + " LIMIT "
          + LedgerView.MAX_LIMIT;

  // DISTINCT, as the list of parameters may have been filled up; ranked, so that one busy
  // interaction cannot push the others out.
  private static final String SELECT_SENT =
      "WITH given (workbin_id, group_kind, group_name, interaction_id) AS (VALUES (?, ?, ?, ?)%s),"
          + " item AS (SELECT DISTINCT * FROM given)"
          + " SELECT * FROM (SELECT "
          + COLUMNS
          + ", row_number() OVER (PARTITION BY p.interaction_id, p.workbin_id, p.group_kind,"
          + " p.group_name ORDER BY p.received_at DESC, p.request_id DESC) AS place"
          + " FROM item i CROSS JOIN workbin_placement p"
          + " WHERE p.interaction_id = i.interaction_id AND p.workbin_id = i.workbin_id"
          + " AND p.group_kind = i.group_kind AND p.group_name = i.group_name"
          + " AND p.attempts > 0 AND p.state <> 'REJECTED') ranked"
          + " WHERE place <= "
          + LedgerView.MAX_SENT
          + " ORDER BY place";

  private static final String INSERT =
      "INSERT INTO workbin_placement (request_id, request, digest, source, workbin_id, group_kind,"
          + " group_name, interaction_id, state, reference_id, attempts, last_error, owner,"
          + " lease_until, look_at, steps, received_at, updated_at, version) VALUES";

  private static final int COLUMNS_OF_INSERT = 19;

  private static final String UNLESS_THERE = " ON CONFLICT (request_id) DO NOTHING";

  private static final String UPDATE =
      "UPDATE workbin_placement SET state = ?, reference_id = ?, attempts = ?, last_error = ?,"
          + " owner = ?, lease_until = ?, look_at = ?, steps = ?, updated_at = ?, version = ?"
          + " WHERE request_id = ? AND version = ?";

  private static final String DELETE =
      "DELETE FROM workbin_placement WHERE request_id = ? AND version = ?";

  private static final String COUNT =
      "INSERT INTO workbin_placement_count (node, state, n) VALUES (?, ?, ?)"
          + " ON CONFLICT (node, state)"
          + " DO UPDATE SET n = workbin_placement_count.n + excluded.n";

  /**
   * What is looked for at once at the most. Statements exist for powers of two only, so that they
   * can be kept prepared.
   */
  private static final int LARGEST_CHUNK = 256;

  private final RequestCodec codec;
  private final String node;
  private final Insert insert;
  private final SqlBatches batches = new SqlBatches();

  /**
   * Makes the mapping.
   *
   * @param rowsPerInsert how many rows one statement inserts at the most; a power of two
   */
  SqlRows(RequestCodec codec, String node, int rowsPerInsert) {
    this.codec = codec;
    this.node = node;
    this.insert = new Insert(INSERT, COLUMNS_OF_INSERT, UNLESS_THERE, rowsPerInsert, this::setAll);
  }

  /** Reads all rows that a group of changes needs. */
  WorkingSet load(WriterConnection connection, Collection<Change<?>> changes) throws SQLException {
    Set<String> ids = new LinkedHashSet<>();
    Set<Change.Item> items = new LinkedHashSet<>();
    for (Change<?> change : changes) {
      ids.addAll(change.ids());
      items.addAll(change.items());
    }
    Map<String, Row> rows = new LinkedHashMap<>();
    for (List<String> chunk : chunks(List.copyOf(ids))) {
      PreparedStatement select =
          connection.prepare(SELECT.formatted(", ?".repeat(chunk.size() - 1)));
      int parameter = 1;
      for (String id : chunk) {
        select.setString(parameter++, id);
      }
      read(select).forEach(row -> rows.put(row.id(), row));
    }
    for (List<Change.Item> chunk : chunks(List.copyOf(items))) {
      PreparedStatement select =
          connection.prepare(SELECT_WAITING.formatted(", (?, ?, ?, ?)".repeat(chunk.size() - 1)));
      int parameter = 1;
      for (Change.Item item : chunk) {
        select.setString(parameter++, item.workbin().id());
        select.setString(parameter++, item.workbin().kind().wireName());
        select.setString(parameter++, item.workbin().group());
        select.setString(parameter++, item.interactionId());
      }
      read(select).forEach(row -> rows.put(row.id(), row));
    }
    return new WorkingSet(rows.values(), batches.load(connection, changes));
  }

  /** The query for so many sightings, see {@link #setSightings}. */
  static String selectSent(int items) {
    return SELECT_SENT.formatted(", (?, ?, ?, ?)".repeat(items - 1));
  }

  /** Sets a query's items; what no engine can compare is no interaction of ours. */
  static void setSightings(PreparedStatement select, List<LedgerView.Sighting> sightings)
      throws SQLException {
    int parameter = 1;
    for (LedgerView.Sighting sighting : sightings) {
      select.setString(parameter++, sighting.workbin().id());
      select.setString(parameter++, sighting.workbin().kind().wireName());
      select.setString(parameter++, sighting.workbin().group());
      select.setString(parameter++, StoredText.fit(sighting.interactionId()));
    }
  }

  /**
   * Writes what changed.
   *
   * @return false if another node was faster with one of the rows; the transaction must be undone
   */
  boolean save(WriterConnection connection, WorkingSet set) throws SQLException {
    List<Row> inserted = set.inserted();
    if (!delete(connection, set.removed())
        || insert.write(connection, inserted) < inserted.size()
        || !update(connection, set.updated())
        || !batches.save(connection, set)) {
      return false;
    }
    count(connection, set.counts());
    return true;
  }

  private int setAll(PreparedStatement insert, int first, Row row) throws SQLException {
    PlacementRequest request = row.placement().request();
    GroupWorkbin workbin = request.workbin();
    int next = first;
    insert.setString(next++, request.requestId());
    insert.setString(next++, codec.write(request));
    insert.setString(next++, row.digest());
    insert.setString(next++, row.placement().source());
    insert.setString(next++, workbin.id());
    insert.setString(next++, workbin.kind().wireName());
    insert.setString(next++, workbin.group());
    insert.setString(next++, request.interactionId());
    next = setChangeable(insert, next, row);
    insert.setLong(next++, row.placement().receivedAt().toEpochMilli());
    insert.setLong(next++, row.placement().updatedAt().toEpochMilli());
    insert.setInt(next++, row.version());
    return next;
  }

  private static boolean update(WriterConnection connection, List<WorkingSet.Update> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return true;
    }
    PreparedStatement update = connection.prepare(UPDATE);
    for (WorkingSet.Update row : rows) {
      int next = setChangeable(update, 1, row.changed());
      update.setLong(next, row.changed().placement().updatedAt().toEpochMilli());
      update.setInt(next + 1, row.changed().version());
      update.setString(next + 2, row.changed().id());
      update.setInt(next + 3, row.stored().version());
      update.addBatch();
    }
    return allOne(update.executeBatch());
  }

  private static int setChangeable(PreparedStatement statement, int first, Row row)
      throws SQLException {
    int next = first;
    statement.setString(next++, row.state().name());
    setLong(statement, next++, row.placement().referenceId());
    statement.setInt(next++, row.placement().attempts());
    statement.setString(next++, row.placement().lastError());
    statement.setString(next++, row.owner());
    setLong(statement, next++, millis(row.leaseUntil()));
    setLong(statement, next++, millis(row.lookAt()));
    statement.setString(next++, row.steps().text());
    return next;
  }

  private static boolean delete(WriterConnection connection, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return true;
    }
    PreparedStatement delete = connection.prepare(DELETE);
    for (Row row : rows) {
      delete.setString(1, row.id());
      delete.setInt(2, row.version());
      delete.addBatch();
    }
    return allOne(delete.executeBatch());
  }

  /** Writes something and changes nothing. */
  void touch(WriterConnection connection) throws SQLException {
    count(connection, Map.of(PlacementState.RECEIVED, 0L));
  }

  private void count(WriterConnection connection, Map<PlacementState, Long> changes)
      throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    PreparedStatement count = connection.prepare(COUNT);
    for (Map.Entry<PlacementState, Long> change : changes.entrySet()) {
      count.setString(1, node);
      count.setString(2, change.getKey().name());
      count.setLong(3, change.getValue());
      count.addBatch();
    }
    count.executeBatch();
  }

  /**
   * Reads rows.
   *
   * @throws IllegalStateException if one of them was edited and cannot be read
   */
  List<Row> read(PreparedStatement select) throws SQLException {
    return read(
        select,
        unreadable -> {
          throw unreadable;
        });
  }

  /** Reads rows, and passes over those that were edited and cannot be read. */
  List<Row> read(PreparedStatement select, Consumer<RuntimeException> unreadable)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        try {
          rows.add(read(result));
        } catch (RuntimeException edited) {
          unreadable.accept(edited);
        }
      }
    }
    return rows;
  }

  private Row read(ResultSet result) throws SQLException {
    Placement placement =
        new Placement(
            codec.read(result.getString(1)),
            result.getString(3),
            PlacementState.valueOf(result.getString(4)),
            nullableLong(result, 5),
            result.getInt(6),
            result.getString(7),
            Instant.ofEpochMilli(result.getLong(11)),
            Instant.ofEpochMilli(result.getLong(12)));
    return new Row(
        placement,
        result.getString(2),
        result.getString(8),
        instant(nullableLong(result, 9)),
        instant(nullableLong(result, 10)),
        new Steps(result.getString(14)),
        result.getInt(13));
  }

  /** Cuts a list into parts of the sizes there are statements for; the last is filled up. */
  static <T> List<List<T>> chunks(List<T> all) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += LARGEST_CHUNK) {
      int rest = Math.min(all.size() - from, LARGEST_CHUNK);
      List<T> chunk = new ArrayList<>(all.subList(from, from + rest));
      int highest = Integer.highestOneBit(rest);
      int size = highest == rest ? rest : 2 * highest;
      while (chunk.size() < size) {
        chunk.add(chunk.get(0));
      }
      chunks.add(chunk);
    }
    return chunks;
  }

  private static boolean allOne(int[] counts) {
    return Arrays.stream(counts).allMatch(n -> n == 1);
  }

  private static void setLong(PreparedStatement statement, int index, Long value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value);
    }
  }

  private static Long nullableLong(ResultSet result, int index) throws SQLException {
    long value = result.getLong(index);
    return result.wasNull() ? null : value;
  }

  private static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static Instant instant(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
