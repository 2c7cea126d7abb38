package org.workbinroutes.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementState;

/** A ledger's writing half on a writer of one's own choice. */
final class WriteOnly extends RuledLedger {
  private final GroupWriter writer;

  WriteOnly(Rules rules, GroupWriter writer) {
    super(rules);
    this.writer = writer;
  }

  @Override
  <R> CompletableFuture<R> submit(Change<R> change) {
    return writer.submit(change);
  }

  @Override
  List<String> free(Instant now, int limit) {
    throw cannotRead();
  }

  @Override
  List<Placement> due(Instant acceptedBefore, Instant lookBefore, int limit) {
    throw cannotRead();
  }

  @Override
  List<String> old(Instant settledBefore, int limit) {
    throw cannotRead();
  }

  @Override
  List<String> oldBatches(Instant receivedBefore, int limit) {
    throw cannotRead();
  }

  @Override
  public Optional<Batch> findBatch(String batchId) {
    throw cannotRead();
  }

  @Override
  public Map<PlacementState, Long> countsOfBatch(String batchId) {
    throw cannotRead();
  }

  @Override
  public Optional<Placement> find(String requestId) {
    throw cannotRead();
  }

  @Override
  public List<Placement> list(Filter filter) {
    throw cannotRead();
  }

  @Override
  public List<Step> history(String requestId) {
    throw cannotRead();
  }

  @Override
  public Map<Sighting, List<Placement>> sentTo(Collection<Sighting> sightings) {
    throw cannotRead();
  }

  @Override
  public Map<PlacementState, Long> counts() {
    throw cannotRead();
  }

  @Override
  public Health health() {
    throw cannotRead();
  }

  @Override
  public void close() {
    writer.close();
  }

  private static UnsupportedOperationException cannotRead() {
    return new UnsupportedOperationException("This half only writes");
  }
}
