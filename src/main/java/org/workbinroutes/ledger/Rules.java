package org.workbinroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Ledger.Entry;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * What may become of a placement, the same for every engine. Each method gives a {@link Change}
 * that has yet to be applied.
 */
final class Rules {
  /** States from which a placement can be taken back. */
  private static final Set<PlacementState> REOPENED =
      Set.of(PlacementState.REJECTED, PlacementState.FAILED, PlacementState.PULLED);

  /** States in which an interaction lies in its workbin, as far as is known. */
  private static final Set<PlacementState> PLACED =
      Set.of(PlacementState.ACCEPTED, PlacementState.CONFIRMED, PlacementState.UNCONFIRMED);

  private final RequestCodec codec;
  private final String owner;
  private final Duration lease;
  private final Clock clock;

  /**
   * Makes the rules of one node.
   *
   * @param codec tells whether two requests have the same content
   * @param owner the node, as no other and no earlier one is called
   */
  Rules(RequestCodec codec, String owner, Duration lease, Clock clock) {
    this.codec = codec;
    this.owner = owner;
    this.lease = lease;
    this.clock = clock;
  }

  /** The present, as exact as it is stored. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Change<Entry> receive(PlacementRequest request, String source, Ledger.Mode mode) {
    // Outside of the writer's thread: hashing is for the callers to do.
    String digest = codec.digest(request);
    String from = StoredText.fit(source);
    return new OfOne<>(request.requestId()) {
      @Override
      public Entry apply(WorkingSet rows) {
        Optional<Row> known = rows.find(request.requestId());
        if (known.isPresent()) {
          return new Entry(
              known.get().placement(),
              known.get().digest().equals(digest) ? Entry.Kind.KNOWN : Entry.Kind.CONFLICT);
        }
        Placement placement = Placement.received(request, from, now());
        return new Entry(rows.save(first(placement, digest, mode), null), Entry.Kind.NEW);
      }
    };
  }

  private Row first(Placement placement, String digest, Ledger.Mode mode) {
    return switch (mode) {
      case CLAIM -> Row.received(placement, digest, claimNow());
      case CALL -> Row.received(placement.sentOnce(), digest, claimNow());
      case QUEUE -> Row.queued(placement, digest);
    };
  }

  Change<Placement> sending(String requestId) {
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        if (row.state() != PlacementState.RECEIVED) {
          throw new Ledger.NotOpenException(
              row.placement(),
              "Request '" + requestId + "' is " + row.state() + ": it must not be sent");
        }
        if (row.isClaimedByAnother(owner, now())) {
          throw new Ledger.NotOpenException(
              row.placement(),
              "Request '" + requestId + "' is worked on by node " + row.owner() + ": leave it");
        }
        return rows.save(row.sent(claimNow()), null);
      }
    };
  }

  Change<Placement> notSent(String requestId) {
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        // Whoever claims it counts the calls from then on, a node whose claim is over included.
        return row.state() == PlacementState.RECEIVED && owner.equals(row.owner())
            ? rows.save(row.notSent(), null)
            : row.placement();
      }
    };
  }

  Change<Placement> accepted(String requestId, Long referenceId) {
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        // A late answer to a call that was given up: GWS did take it.
        if (row.state() == PlacementState.RECEIVED || row.state() == PlacementState.FAILED) {
          Instant now = now();
          String reason = referenceId == null ? null : "referenceId " + referenceId;
          return rows.save(
              row.changed(PlacementState.ACCEPTED, referenceId, null, now, now), reason);
        }
        return referenceId == null || row.placement().referenceId() != null
            ? row.placement()
            : rows.save(row.withReference(referenceId), null);
      }
    };
  }

  Change<Placement> rejected(String requestId, String error) {
    return ended(requestId, PlacementState.REJECTED, error);
  }

  Change<Placement> failed(String requestId, String error) {
    return ended(requestId, PlacementState.FAILED, error);
  }

  private Change<Placement> ended(String requestId, PlacementState end, String error) {
    String why = StoredText.fit(error);
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        // What another node works on is for that one to end.
        return row.state().isSettled() || row.isClaimedByAnother(owner, now())
            ? row.placement()
            : rows.save(row.changed(end, null, why, now(), null), why);
      }
    };
  }

  Change<List<Placement>> confirm(Change.Item item, Long referenceId) {
    return new Change<>() {
      @Override
      public Collection<String> ids() {
        return List.of();
      }

      @Override
      public List<Item> items() {
        return List.of(item);
      }

      @Override
      public List<Placement> apply(WorkingSet rows) {
        List<Row> waiting = rows.waitingFor(item);
        List<Row> meant = waiting.stream().filter(row -> row.hasReference(referenceId)).toList();
        return (meant.isEmpty() ? waiting : meant)
            .stream()
                .map(
                    row -> {
                      Long reference = row.placement().referenceId();
                      return rows.save(
                          row.changed(
                              PlacementState.CONFIRMED,
                              reference == null ? referenceId : reference,
                              null,
                              now(),
                              null),
                          null);
                    })
                .toList();
      }
    };
  }

  Change<Void> unconfirmed(Collection<String> requestIds, Instant lookAgainAt) {
    Instant look = lookAgainAt.truncatedTo(ChronoUnit.MILLIS);
    return new OfMany<>(requestIds) {
      @Override
      public Void apply(WorkingSet rows) {
        List<Row> known = ids().stream().map(rows::get).toList();
        for (Row row : known) {
          if (row.state() == PlacementState.ACCEPTED) {
            rows.save(
                row.changed(
                    PlacementState.UNCONFIRMED, null, row.placement().lastError(), now(), look),
                null);
          } else if (row.state() == PlacementState.UNCONFIRMED) {
            rows.save(row.lookedFor(look), null);
          }
        }
        return null;
      }
    };
  }

  Change<List<Placement>> claim(Collection<String> candidates) {
    return new OfMany<>(candidates) {
      @Override
      public List<Placement> apply(WorkingSet rows) {
        List<Placement> claimed = new ArrayList<>();
        for (String requestId : ids()) {
          rows.find(requestId)
              .filter(row -> row.state() == PlacementState.RECEIVED && row.isFree(now()))
              .ifPresent(row -> claimed.add(rows.save(row.claimed(claimNow()), null)));
        }
        return claimed;
      }
    };
  }

  Change<Placement> reopen(String requestId, String reason) {
    String why = StoredText.fit(reason);
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        if (!REOPENED.contains(row.state())) {
          throw new Ledger.NotOpenException(
              row.placement(),
              "Request '"
                  + requestId
                  + "' is "
                  + row.state()
                  + ": only a REJECTED, FAILED or PULLED one can be placed again");
        }
        return rows.save(
            row.changed(PlacementState.RECEIVED, null, row.placement().lastError(), now(), null),
            why);
      }
    };
  }

  Change<Placement> pulled(String requestId, String reason) {
    String why = StoredText.fit(reason);
    return new OfOne<>(requestId) {
      @Override
      public Placement apply(WorkingSet rows) {
        Row row = rows.get(requestId);
        if (row.state() == PlacementState.PULLED) {
          return row.placement();
        }
        if (!PLACED.contains(row.state())) {
          throw new Ledger.NotOpenException(
              row.placement(),
              "Request '" + requestId + "' is " + row.state() + ": it lies in no workbin");
        }
        return rows.save(row.changed(PlacementState.PULLED, null, null, now(), null), why);
      }
    };
  }

  Change<Batch> openBatch(String batchId, String digest) {
    return new OfBatches<>(List.of(batchId)) {
      @Override
      public Batch apply(WorkingSet rows) {
        return rows.findBatch(batchId)
            .orElseGet(() -> rows.save(new Batch(batchId, digest, now(), null)));
      }
    };
  }

  Change<Batch> closeBatch(String batchId, Batch.Tally tally) {
    return new OfBatches<>(List.of(batchId)) {
      @Override
      public Batch apply(WorkingSet rows) {
        Batch batch =
            rows.findBatch(batchId)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "The ledger knows no batch '" + batchId + "'"));
        return batch.isComplete()
            ? batch
            : rows.save(new Batch(batchId, batch.digest(), batch.receivedAt(), tally));
      }
    };
  }

  Change<Void> forgetBatches(Collection<String> batchIds) {
    return new OfBatches<>(batchIds) {
      @Override
      public Void apply(WorkingSet rows) {
        batches().forEach(rows::removeBatch);
        return null;
      }
    };
  }

  Change<Integer> purge(Collection<String> candidates, Instant settledBefore) {
    return new OfMany<>(candidates) {
      @Override
      public Integer apply(WorkingSet rows) {
        int forgotten = 0;
        for (String requestId : ids()) {
          Optional<Row> row = rows.find(requestId).filter(r -> isOld(r, settledBefore));
          row.ifPresent(rows::remove);
          forgotten += row.isPresent() ? 1 : 0;
        }
        return forgotten;
      }
    };
  }

  static boolean isOld(Row row, Instant settledBefore) {
    return row.state().isSettled() && row.placement().updatedAt().isBefore(settledBefore);
  }

  private Row.Claim claimNow() {
    return new Row.Claim(owner, now().plus(lease));
  }

  private abstract static class OfOne<R> implements Change<R> {
    private final String requestId;

    OfOne(String requestId) {
      this.requestId = requestId;
    }

    @Override
    public Collection<String> ids() {
      return List.of(requestId);
    }
  }

  private abstract static class OfBatches<R> implements Change<R> {
    private final List<String> batchIds;

    OfBatches(Collection<String> batchIds) {
      this.batchIds = List.copyOf(batchIds);
    }

    @Override
    public Collection<String> ids() {
      return List.of();
    }

    @Override
    public Collection<String> batches() {
      return batchIds;
    }
  }

  private abstract static class OfMany<R> implements Change<R> {
    private final Set<String> requestIds;

    OfMany(Collection<String> requestIds) {
      this.requestIds = new LinkedHashSet<>(requestIds);
    }

    @Override
    public Collection<String> ids() {
      return requestIds;
    }
  }
}
