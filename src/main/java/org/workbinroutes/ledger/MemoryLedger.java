package org.workbinroutes.ledger;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * A ledger in memory: as safe as the process. It grows with every request and forgets nothing until
 * the process ends. Safe for use by many threads; changes of one placement are ordered, changes of
 * different placements do not wait for each other.
 */
public final class MemoryLedger implements Ledger {
  private final Clock clock;
  private final Map<String, Placement> placements = new ConcurrentHashMap<>();

  /** The request ids that a notification of a workbin and an interaction would confirm. */
  private final Map<Item, Set<String>> waiting = new ConcurrentHashMap<>();

  /** An empty ledger. */
  public MemoryLedger() {
    this(Clock.systemUTC());
  }

  /**
   * An empty ledger.
   *
   * @param clock gives the time of each change
   */
  public MemoryLedger(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Entry receive(PlacementRequest request, String source) {
    Placement received = Placement.received(request, source, clock.instant());
    Placement known = placements.putIfAbsent(request.requestId(), received);
    if (known == null) {
      return new Entry(received, Entry.Kind.NEW);
    }
    return new Entry(
        known, known.request().equals(request) ? Entry.Kind.KNOWN : Entry.Kind.CONFLICT);
  }

  @Override
  public Placement sending(String requestId) {
    Placement known = known(requestId);
    // first to be found, then counted: a notification must not come between
    waiting.compute(
        Item.of(known.request()),
        (item, ids) -> {
          Set<String> all = ids == null ? new LinkedHashSet<>() : ids;
          if (known(requestId).state() != PlacementState.CONFIRMED) {
            all.add(requestId);
          }
          return all.isEmpty() ? null : all;
        });
    return update(
        requestId,
        row -> changed(row, row.state(), row.referenceId(), row.attempts() + 1, row.lastError()));
  }

  @Override
  public Placement accepted(String requestId, Long referenceId) {
    return update(
        requestId,
        row -> {
          Long reference = referenceId == null ? row.referenceId() : referenceId;
          boolean confirmed = row.state() == PlacementState.CONFIRMED;
          return changed(
              row,
              confirmed ? PlacementState.CONFIRMED : PlacementState.ACCEPTED,
              reference,
              row.attempts(),
              confirmed ? row.lastError() : null);
        });
  }

  @Override
  public Placement rejected(String requestId, String error) {
    return ended(requestId, PlacementState.REJECTED, error);
  }

  @Override
  public Placement failed(String requestId, String error) {
    return ended(requestId, PlacementState.FAILED, error);
  }

  @Override
  public List<Placement> confirm(GroupWorkbin workbin, String interactionId, Long referenceId) {
    List<Placement> confirmed = new ArrayList<>();
    waiting.computeIfPresent(
        new Item(workbin, interactionId),
        (item, ids) -> {
          List<String> meant = meantBy(referenceId, ids);
          for (String requestId : meant) {
            confirmed.add(
                update(
                    requestId,
                    row ->
                        changed(
                            row,
                            PlacementState.CONFIRMED,
                            row.referenceId() == null ? referenceId : row.referenceId(),
                            row.attempts(),
                            null)));
          }
          meant.forEach(ids::remove);
          return ids.isEmpty() ? null : ids;
        });
    return confirmed;
  }

  @Override
  public Optional<Placement> find(String requestId) {
    return Optional.ofNullable(placements.get(requestId));
  }

  /** All that wait, or the one the number belongs to. */
  private List<String> meantBy(Long referenceId, Set<String> ids) {
    if (referenceId != null) {
      for (String id : ids) {
        if (referenceId.equals(known(id).referenceId())) {
          return List.of(id);
        }
      }
    }
    return List.copyOf(ids);
  }

  private Placement ended(String requestId, PlacementState state, String error) {
    if (state == PlacementState.REJECTED) {
      // GWS said no: what comes into the workbin from now on is somebody else's doing
      waiting.computeIfPresent(
          Item.of(known(requestId).request()),
          (item, ids) -> {
            ids.remove(requestId);
            return ids.isEmpty() ? null : ids;
          });
    }
    return update(
        requestId,
        row ->
            row.state() == PlacementState.CONFIRMED
                ? row
                : changed(row, state, row.referenceId(), row.attempts(), error));
  }

  private Placement update(String requestId, UnaryOperator<Placement> change) {
    Placement updated = placements.computeIfPresent(requestId, (id, row) -> change.apply(row));
    return updated == null ? unknown(requestId) : updated;
  }

  private Placement known(String requestId) {
    Placement known = placements.get(requestId);
    return known == null ? unknown(requestId) : known;
  }

  private static Placement unknown(String requestId) {
    throw new IllegalArgumentException(
        "The ledger knows no request '" + requestId + "': receive() it first");
  }

  private Placement changed(
      Placement row, PlacementState state, Long referenceId, int attempts, String lastError) {
    Instant now = clock.instant();
    return new Placement(
        row.request(),
        row.source(),
        state,
        referenceId,
        attempts,
        lastError,
        row.receivedAt(),
        state == row.state() ? row.updatedAt() : now);
  }

  /** What a notification tells of. */
  private record Item(GroupWorkbin workbin, String interactionId) {
    static Item of(PlacementRequest request) {
      return new Item(request.workbin(), request.interactionId());
    }
  }
}
