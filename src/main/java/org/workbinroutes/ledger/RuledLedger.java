package org.workbinroutes.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/** What all ledgers have in common: the {@link Rules} decide, an engine keeps the rows. */
abstract class RuledLedger implements Ledger {
  private final Rules rules;

  RuledLedger(Rules rules) {
    this.rules = rules;
  }

  /** Makes a change and keeps it safe; the future fails with what the caller is to see. */
  abstract <R> CompletableFuture<R> submit(Change<R> change);

  /** Request ids of rows in RECEIVED that nobody worked on at a time, the oldest first. */
  abstract List<String> free(Instant now, int limit);

  /** Accepted rows that wait since a time or longer, and unconfirmed ones to be looked for. */
  abstract List<Placement> due(Instant acceptedBefore, Instant lookBefore, int limit);

  /** Request ids of rows that are settled and last changed before a time. */
  abstract List<String> old(Instant settledBefore, int limit);

  /** Ids of batches that came in before a time and of which no placement is left. */
  abstract List<String> oldBatches(Instant receivedBefore, int limit);

  @Override
  public CompletableFuture<Entry> receive(PlacementRequest request, String source, Mode mode) {
    return submit(rules.receive(request, source, mode));
  }

  @Override
  public Batch openBatch(String batchId, String digest) {
    return await(rules.openBatch(batchId, digest));
  }

  @Override
  public Batch closeBatch(String batchId, Batch.Tally tally) {
    return await(rules.closeBatch(batchId, tally));
  }

  @Override
  public Placement pulled(String requestId, String reason) {
    return await(rules.pulled(requestId, reason));
  }

  @Override
  public Placement sending(String requestId) {
    return await(rules.sending(requestId));
  }

  @Override
  public Placement notSent(String requestId) {
    return await(rules.notSent(requestId));
  }

  @Override
  public Placement accepted(String requestId, Long referenceId) {
    return await(rules.accepted(requestId, referenceId));
  }

  @Override
  public Placement rejected(String requestId, String error) {
    return await(rules.rejected(requestId, error));
  }

  @Override
  public Placement failed(String requestId, String error) {
    return await(rules.failed(requestId, error));
  }

  @Override
  public CompletableFuture<List<Placement>> confirm(
      GroupWorkbin workbin, String interactionId, Long referenceId) {
    return submit(rules.confirm(new Change.Item(workbin, interactionId), referenceId));
  }

  @Override
  public void unconfirmed(Collection<String> requestIds, Instant lookAgainAt) {
    requireLimit("number of request ids", requestIds.size(), 0);
    if (!requestIds.isEmpty()) {
      await(rules.unconfirmed(requestIds, lookAgainAt));
    }
  }

  @Override
  public List<Placement> claim(int limit) {
    List<String> candidates = free(rules.now(), requireLimit("limit", limit, 1));
    return candidates.isEmpty() ? List.of() : await(rules.claim(candidates));
  }

  @Override
  public List<Overdue> overdue(Duration patience, int limit) {
    Instant now = rules.now();
    Map<GroupWorkbin, List<Placement>> byWorkbin = new LinkedHashMap<>();
    for (Placement placement : due(now.minus(patience), now, requireLimit("limit", limit, 1))) {
      byWorkbin
          .computeIfAbsent(placement.request().workbin(), workbin -> new ArrayList<>())
          .add(placement);
    }
    return byWorkbin.entrySet().stream()
        .map(entry -> new Overdue(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  @Override
  public Placement reopen(String requestId, String reason) {
    return await(rules.reopen(requestId, reason));
  }

  @Override
  public int purge(Instant settledBefore, int limit) {
    List<String> candidates = old(settledBefore, requireLimit("limit", limit, 1));
    int forgotten = candidates.isEmpty() ? 0 : await(rules.purge(candidates, settledBefore));
    List<String> batches = oldBatches(settledBefore, limit);
    if (!batches.isEmpty()) {
      await(rules.forgetBatches(batches));
    }
    return forgotten;
  }

  private <R> R await(Change<R> change) {
    CompletableFuture<R> result = submit(change);
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          "Interrupted while the ledger was written; it may have been or not", e);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof NotOpenException || cause instanceof IllegalArgumentException) {
      return (RuntimeException) cause;
    }
    // Rather the same kind of failure with the caller's stack than one with the writer's.
    return new UnavailableException(cause.getMessage(), cause);
  }

  static int requireLimit(String what, int limit, int least) {
    if (limit < least || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "The " + what + " is " + limit + ": it must be from " + least + " to " + MAX_LIMIT);
    }
    return limit;
  }
}
