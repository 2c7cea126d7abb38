package org.workbinroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.workbinroutes.placement.Batch;

/** How batches are read from and written to their table; few, so one at a time. */
final class SqlBatches {
  /** Reads one batch by its id. */
  static final String SELECT =
      "SELECT batch_id, digest, received_at, tally FROM workbin_batch WHERE batch_id = ?";

  private static final String UPSERT =
      "INSERT INTO workbin_batch (batch_id, digest, received_at, tally) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (batch_id) DO UPDATE SET tally = excluded.tally"
          + " WHERE workbin_batch.digest = excluded.digest AND workbin_batch.tally IS NULL";

  private static final String DELETE = "DELETE FROM workbin_batch WHERE batch_id = ?";

  private final JsonMapper json = new JsonMapper();

  List<Batch> load(WriterConnection connection, Collection<Change<?>> changes) throws SQLException {
    Set<String> ids = new LinkedHashSet<>();
    changes.forEach(change -> ids.addAll(change.batches()));
    List<Batch> batches = new ArrayList<>();
    for (String id : ids) {
      PreparedStatement select = connection.prepare(SELECT);
      select.setString(1, id);
      batches.addAll(read(select));
    }
    return batches;
  }

  /**
   * Writes what changed.
   *
   * @return false if another node was faster with one of them
   */
  boolean save(WriterConnection connection, WorkingSet set) throws SQLException {
    for (Batch batch : set.changedBatches()) {
      PreparedStatement upsert = connection.prepare(UPSERT);
      upsert.setString(1, batch.batchId());
      upsert.setString(2, batch.digest());
      upsert.setLong(3, batch.receivedAt().toEpochMilli());
      upsert.setString(4, batch.isComplete() ? write(batch.tally()) : null);
      if (upsert.executeUpdate() != 1) {
        return false;
      }
    }
    for (String id : set.removedBatches()) {
      PreparedStatement delete = connection.prepare(DELETE);
      delete.setString(1, id);
      delete.executeUpdate();
    }
    return true;
  }

  List<Batch> read(PreparedStatement select) throws SQLException {
    List<Batch> batches = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        String tally = result.getString(4);
        batches.add(
            new Batch(
                result.getString(1),
                result.getString(2),
                Instant.ofEpochMilli(result.getLong(3)),
                tally == null ? null : tally(tally)));
      }
    }
    return batches;
  }

  private String write(Batch.Tally tally) {
    try {
      return json.writeValueAsString(tally);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Batch.Tally tally(String text) throws SQLException {
    try {
      return json.readValue(text, Batch.Tally.class);
    } catch (JsonProcessingException broken) {
      throw new SQLException("A batch of the ledger cannot be read", broken);
    }
  }
}
