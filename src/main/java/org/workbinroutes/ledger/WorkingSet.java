package org.workbinroutes.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;

/**
 * The rows that one group of changes reads and writes. Changes of a group see what those before
 * them did. For one thread.
 */
final class WorkingSet {
  private final SortedMap<String, Row> before = new TreeMap<>();
  private final SortedMap<String, Row> after = new TreeMap<>();
  private final Set<String> removed = new HashSet<>();
  private final List<Move> moves = new ArrayList<>();
  private final SortedMap<String, Batch> batches = new TreeMap<>();
  private final SortedMap<String, Batch> changedBatches = new TreeMap<>();
  private final Set<String> removedBatches = new TreeSet<>();

  WorkingSet(Collection<Row> stored) {
    this(stored, List.of());
  }

  WorkingSet(Collection<Row> stored, Collection<Batch> storedBatches) {
    stored.forEach(row -> before.put(row.id(), row));
    after.putAll(before);
    storedBatches.forEach(batch -> batches.put(batch.batchId(), batch));
  }

  Optional<Batch> findBatch(String batchId) {
    return Optional.ofNullable(batches.get(batchId));
  }

  Batch save(Batch batch) {
    batches.put(batch.batchId(), batch);
    changedBatches.put(batch.batchId(), batch);
    removedBatches.remove(batch.batchId());
    return batch;
  }

  void removeBatch(String batchId) {
    batches.remove(batchId);
    changedBatches.remove(batchId);
    removedBatches.add(batchId);
  }

  /** New and changed batches, by id. */
  Collection<Batch> changedBatches() {
    return changedBatches.values();
  }

  /** Batches to be forgotten, by id. */
  Collection<String> removedBatches() {
    return removedBatches;
  }

  Optional<Row> find(String requestId) {
    return Optional.ofNullable(after.get(requestId));
  }

  Row get(String requestId) {
    return find(requestId)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The ledger knows no request '" + requestId + "': receive() it first"));
  }

  List<Row> waitingFor(Change.Item item) {
    return after.values().stream()
        .filter(row -> row.waitsFor(item.workbin(), item.interactionId()))
        .toList();
  }

  /** Writes a row and, if it was in another state before, the step to this one. */
  Placement save(Row row, String reason) {
    Row old = after.get(row.id());
    boolean isMoved = old != null && old.state() != row.state();
    after.put(row.id(), isMoved ? row.withStep(reason) : row);
    if (old == null || isMoved) {
      moves.add(new Move(old == null ? null : old.placement(), row.placement()));
    }
    return row.placement();
  }

  void remove(Row row) {
    after.remove(row.id());
    if (before.containsKey(row.id())) {
      removed.add(row.id());
    }
  }

  boolean isChanged() {
    return !inserted().isEmpty()
        || !updated().isEmpty()
        || !removed().isEmpty()
        || !changedBatches.isEmpty()
        || !removedBatches.isEmpty();
  }

  /** Rows to be forgotten, by request id; before {@link #inserted}, which may bring one back. */
  List<Row> removed() {
    return before.values().stream().filter(row -> removed.contains(row.id())).toList();
  }

  /** New rows, by request id. */
  List<Row> inserted() {
    return after.values().stream().filter(row -> !isStored(row)).toList();
  }

  /** Changed rows with their stored forms, by request id: the same order on all nodes. */
  List<Update> updated() {
    return after.values().stream()
        .filter(row -> isStored(row) && before.get(row.id()).version() != row.version())
        .map(row -> new Update(before.get(row.id()), row))
        .toList();
  }

  private boolean isStored(Row row) {
    return before.containsKey(row.id()) && !removed.contains(row.id());
  }

  /** The placements that come to another state, each with what it was, in the order of changes. */
  List<Move> moves() {
    return moves;
  }

  /** By how much the number of placements in each state changes; states without change are out. */
  Map<PlacementState, Long> counts() {
    Map<PlacementState, Long> counts = new EnumMap<>(PlacementState.class);
    before.values().forEach(row -> counts.merge(row.state(), -1L, Long::sum));
    after.values().forEach(row -> counts.merge(row.state(), 1L, Long::sum));
    counts.values().removeIf(n -> n == 0);
    return counts;
  }

  /**
   * A change of state.
   *
   * @param before the placement as it was; null if it is new
   */
  record Move(Placement before, Placement after) {}

  /** A changed row. */
  record Update(Row stored, Row changed) {}
}
