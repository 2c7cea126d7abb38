package org.workbinroutes.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.workbinroutes.gws.GroupWorkbin;

/** A ledger that tells of every placement that moved on, for those who wait for one. */
public final class WatchedLedger implements Ledger {
  private final Ledger ledger;
  private final Consumer<Placement> watcher;

  /**
   * Watches a ledger.
   *
   * @param ledger keeps the placements
   * @param watcher is told of each placement that was accepted, confirmed, refused, given up or
   *     pulled, after the ledger has it safe; must be quick, must not throw, and must not call the
   *     ledger
   */
  public WatchedLedger(Ledger ledger, Consumer<Placement> watcher) {
    this.ledger = ledger;
    this.watcher = watcher;
  }

  @Override
  public Entry receive(PlacementRequest request, String source) {
    return ledger.receive(request, source);
  }

  @Override
  public Entry receiveAndSend(PlacementRequest request, String source) {
    return ledger.receiveAndSend(request, source);
  }

  @Override
  public CompletableFuture<Entry> receiveAndSendAsync(PlacementRequest request, String source) {
    return ledger.receiveAndSendAsync(request, source);
  }

  @Override
  public CompletableFuture<Entry> receiveAsync(PlacementRequest request, String source) {
    return ledger.receiveAsync(request, source);
  }

  @Override
  public CompletableFuture<Entry> queueAsync(PlacementRequest request, String source) {
    return ledger.queueAsync(request, source);
  }

  @Override
  public Batch openBatch(String batchId, String digest) {
    return ledger.openBatch(batchId, digest);
  }

  @Override
  public Batch closeBatch(String batchId, Batch.Tally tally) {
    return ledger.closeBatch(batchId, tally);
  }

  @Override
  public Placement pulled(String requestId, String reason) {
    return told(ledger.pulled(requestId, reason));
  }

  @Override
  public Placement sending(String requestId) {
    return ledger.sending(requestId);
  }

  @Override
  public Placement notSent(String requestId) {
    return ledger.notSent(requestId);
  }

  @Override
  public Placement accepted(String requestId, Long referenceId) {
    return told(ledger.accepted(requestId, referenceId));
  }

  @Override
  public Placement rejected(String requestId, String error) {
    return told(ledger.rejected(requestId, error));
  }

  @Override
  public Placement failed(String requestId, String error) {
    return told(ledger.failed(requestId, error));
  }

  @Override
  public List<Placement> confirm(GroupWorkbin workbin, String interactionId, Long referenceId) {
    List<Placement> confirmed = ledger.confirm(workbin, interactionId, referenceId);
    confirmed.forEach(watcher);
    return confirmed;
  }

  @Override
  public CompletableFuture<List<Placement>> confirmAsync(
      GroupWorkbin workbin, String interactionId, Long referenceId) {
    return ledger
        .confirmAsync(workbin, interactionId, referenceId)
        .thenApply(
            confirmed -> {
              confirmed.forEach(watcher);
              return confirmed;
            });
  }

  @Override
  public void unconfirmed(Collection<String> requestIds, Instant lookAgainAt) {
    ledger.unconfirmed(requestIds, lookAgainAt);
  }

  @Override
  public List<Placement> claim(int limit) {
    return ledger.claim(limit);
  }

  @Override
  public List<Overdue> overdue(Duration patience, int limit) {
    return ledger.overdue(patience, limit);
  }

  @Override
  public Placement reopen(String requestId, String reason) {
    return ledger.reopen(requestId, reason);
  }

  @Override
  public int purge(Instant settledBefore, int limit) {
    return ledger.purge(settledBefore, limit);
  }

  @Override
  public Optional<Placement> find(String requestId) {
    return ledger.find(requestId);
  }

  @Override
  public List<Placement> list(Filter filter) {
    return ledger.list(filter);
  }

  @Override
  public List<Step> history(String requestId) {
    return ledger.history(requestId);
  }

  @Override
  public Optional<Batch> findBatch(String batchId) {
    return ledger.findBatch(batchId);
  }

  @Override
  public Map<PlacementState, Long> countsOfBatch(String batchId) {
    return ledger.countsOfBatch(batchId);
  }

  @Override
  public Map<Sighting, List<Placement>> sentTo(Collection<Sighting> sightings) {
    return ledger.sentTo(sightings);
  }

  @Override
  public Map<PlacementState, Long> counts() {
    return ledger.counts();
  }

  @Override
  public Health health() {
    return ledger.health();
  }

  @Override
  public void close() {
    ledger.close();
  }

  private Placement told(Placement placement) {
    watcher.accept(placement);
    return placement;
  }
}
