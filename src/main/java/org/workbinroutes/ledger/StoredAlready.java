package org.workbinroutes.ledger;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whether the rows of a set are stored as they were to be written: asked after a commit that failed
 * and may have been done.
 */
record StoredAlready(WorkingSet set) implements Change<Boolean> {
  @Override
  public Collection<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    set.inserted().forEach(row -> ids.add(row.id()));
    set.updated().forEach(row -> ids.add(row.changed().id()));
    set.removed().forEach(row -> ids.add(row.id()));
    return ids;
  }

  @Override
  public Collection<String> batches() {
    Set<String> ids = new LinkedHashSet<>(set.removedBatches());
    set.changedBatches().forEach(batch -> ids.add(batch.batchId()));
    return ids;
  }

  @Override
  public Boolean apply(WorkingSet stored) {
    return ids().stream().allMatch(id -> isSame(id, stored))
        && batches().stream().allMatch(id -> set.findBatch(id).equals(stored.findBatch(id)));
  }

  private boolean isSame(String id, WorkingSet stored) {
    return set.find(id).map(Mark::of).equals(stored.find(id).map(Mark::of));
  }

  /** Tells two versions of a row apart, and two nodes' rows of the same version. */
  private record Mark(int version, String owner, Object state, Object leaseUntil, Object changed) {
    static Mark of(Row row) {
      return new Mark(
          row.version(), row.owner(), row.state(), row.leaseUntil(), row.placement().updatedAt());
    }
  }
}
