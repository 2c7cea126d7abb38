package org.workbinroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * A ledger in memory, for tests and for trying things out: as safe as the process. It grows with
 * every request and forgets only what {@link #purge} is told to. Safe for use by many threads,
 * which wait for each other.
 */
public final class MemoryLedger extends RuledLedger {
  private static final Comparator<Placement> OLDEST_FIRST =
      Comparator.comparing(Placement::receivedAt).thenComparing(row -> row.request().requestId());

  private final LedgerObserver observer;
  private final Object lock = new Object();
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Batch> batches = new HashMap<>();

  /** The request ids of all rows with this interaction in this workbin. */
  private final Map<Change.Item, Set<String>> items = new HashMap<>();

  /** An empty ledger. */
  public MemoryLedger() {
    this(Clock.systemUTC());
  }

  /** An empty ledger. */
  public MemoryLedger(Clock clock) {
    this(LedgerSettings.at("memory").withClock(clock), LedgerObserver.NONE);
  }

  MemoryLedger(LedgerSettings settings, LedgerObserver observer) {
    super(new Rules(new RequestCodec(), settings.node(), settings.lease(), settings.clock()));
    this.observer = observer;
  }

  @Override
  <R> CompletableFuture<R> submit(Change<R> change) {
    synchronized (lock) {
      try {
        long began = System.nanoTime();
        WorkingSet set =
            new WorkingSet(
                needed(change),
                change.batches().stream().map(batches::get).filter(Objects::nonNull).toList());
        R told = change.apply(set);
        keep(set);
        if (set.isChanged()) {
          observer.written(1, Duration.ofNanos(System.nanoTime() - began));
          set.moves().forEach(move -> observer.moved(move.before(), move.after()));
        }
        return CompletableFuture.completedFuture(told);
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private List<Row> needed(Change<?> change) {
    Set<String> ids = new LinkedHashSet<>(change.ids());
    change.items().forEach(item -> ids.addAll(items.getOrDefault(item, Set.of())));
    return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  private void keep(WorkingSet set) {
    set.changedBatches().forEach(batch -> batches.put(batch.batchId(), batch));
    set.removedBatches().forEach(batches::remove);
    for (Row row : set.removed()) {
      rows.remove(row.id());
      items.computeIfPresent(
          item(row),
          (item, ids) -> {
            ids.remove(row.id());
            return ids.isEmpty() ? null : ids;
          });
    }
    for (Row row : set.inserted()) {
      rows.put(row.id(), row);
      items.computeIfAbsent(item(row), item -> new LinkedHashSet<>()).add(row.id());
    }
    set.updated().forEach(update -> rows.put(update.changed().id(), update.changed()));
  }

  private static Change.Item item(Row row) {
    PlacementRequest request = row.placement().request();
    return new Change.Item(request.workbin(), request.interactionId());
  }

  @Override
  List<String> free(Instant now, int limit) {
    return placements(row -> row.state() == PlacementState.RECEIVED && row.isFree(now))
        .sorted(OLDEST_FIRST)
        .limit(limit)
        .map(placement -> placement.request().requestId())
        .toList();
  }

  @Override
  List<Placement> due(Instant acceptedBefore, Instant lookBefore, int limit) {
    return placements(row -> isDue(row, acceptedBefore, lookBefore))
        .sorted(OLDEST_FIRST)
        .limit(limit)
        .toList();
  }

  private static boolean isDue(Row row, Instant acceptedBefore, Instant lookBefore) {
    return switch (row.state()) {
      case ACCEPTED -> !row.lookAt().isAfter(acceptedBefore);
      case UNCONFIRMED -> !row.lookAt().isAfter(lookBefore);
      case RECEIVED, CONFIRMED, REJECTED, FAILED, PULLED -> false;
    };
  }

  @Override
  List<String> old(Instant settledBefore, int limit) {
    return placements(row -> Rules.isOld(row, settledBefore))
        .limit(limit)
        .map(placement -> placement.request().requestId())
        .toList();
  }

  @Override
  public Optional<Placement> find(String requestId) {
    synchronized (lock) {
      return Optional.ofNullable(rows.get(requestId)).map(Row::placement);
    }
  }

  @Override
  public List<Placement> list(Filter filter) {
    return placements(row -> isListed(row.placement(), filter))
        .sorted(OLDEST_FIRST.reversed())
        .limit(filter.limit())
        .toList();
  }

  @Override
  public Map<Sighting, List<Placement>> sentTo(Collection<Sighting> sightings) {
    requireLimit("number of sightings", sightings.size(), 0);
    Map<Sighting, List<Placement>> sent = new HashMap<>();
    synchronized (lock) {
      for (Sighting sighting : sightings) {
        List<Placement> placements =
            items
                .getOrDefault(
                    new Change.Item(sighting.workbin(), sighting.interactionId()), Set.of())
                .stream()
                .map(id -> rows.get(id).placement())
                .filter(row -> row.attempts() > 0 && row.state() != PlacementState.REJECTED)
                .sorted(OLDEST_FIRST.reversed())
                .limit(MAX_SENT)
                .toList();
        if (!placements.isEmpty()) {
          sent.put(sighting, placements);
        }
      }
    }
    return sent;
  }

  private static boolean isListed(Placement placement, Filter filter) {
    return filter.states().contains(placement.state())
        && (filter.since() == null || !placement.updatedAt().isBefore(filter.since()))
        && (filter.after() == null || comesAfter(Position.of(placement), filter.after()));
  }

  private static boolean comesAfter(Position position, Position last) {
    int later = position.receivedAt().compareTo(last.receivedAt());
    return later < 0 || (later == 0 && position.requestId().compareTo(last.requestId()) < 0);
  }

  @Override
  public List<Step> history(String requestId) {
    synchronized (lock) {
      Row row = rows.get(requestId);
      return row == null ? List.of() : row.history();
    }
  }

  @Override
  List<String> oldBatches(Instant receivedBefore, int limit) {
    synchronized (lock) {
      return batches.values().stream()
          .filter(batch -> batch.receivedAt().isBefore(receivedBefore))
          .map(Batch::batchId)
          .filter(id -> rows.values().stream().noneMatch(row -> isOfBatch(row, id)))
          .limit(limit)
          .toList();
    }
  }

  private static boolean isOfBatch(Row row, String batchId) {
    return row.placement().source().startsWith(Batch.sourcePrefix(batchId));
  }

  @Override
  public Optional<Batch> findBatch(String batchId) {
    synchronized (lock) {
      return Optional.ofNullable(batches.get(batchId));
    }
  }

  @Override
  public Map<PlacementState, Long> countsOfBatch(String batchId) {
    return counts(row -> isOfBatch(row, batchId));
  }

  @Override
  public Map<PlacementState, Long> counts() {
    return counts(row -> true);
  }

  private Map<PlacementState, Long> counts(Predicate<Row> which) {
    Map<PlacementState, Long> counts = new EnumMap<>(PlacementState.class);
    for (PlacementState state : PlacementState.values()) {
      counts.put(state, placements(row -> row.state() == state && which.test(row)).count());
    }
    return counts;
  }

  @Override
  public Health health() {
    return new Health(null, 0);
  }

  @Override
  public void close() {
    // Nothing is held but memory, and what was written can still be read.
  }

  private Stream<Placement> placements(Predicate<Row> which) {
    synchronized (lock) {
      return List.copyOf(rows.values()).stream().filter(which).map(Row::placement);
    }
  }
}
