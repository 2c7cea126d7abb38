package org.workbinroutes.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.LedgerView.Step;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementState;

/**
 * A placement with what the ledger alone needs to know of it. Each change gives a new row; the
 * rules which change is allowed are in {@link Rules}.
 *
 * @param digest tells whether another request has the same content, see {@link RequestCodec}
 * @param owner the node that works on it; null if nobody does
 * @param leaseUntil when others may take it; null if nobody works on it
 * @param lookAt ACCEPTED: since when it has waited; UNCONFIRMED: when to look again; else null
 * @param steps its changes of state after it was received
 */
record Row(
    Placement placement,
    String digest,
    String owner,
    Instant leaseUntil,
    Instant lookAt,
    Steps steps,
    int version) {

  static Row received(Placement placement, String digest, Claim claim) {
    return new Row(placement, digest, claim.owner(), claim.until(), null, Steps.NONE, 0);
  }

  static Row queued(Placement placement, String digest) {
    return new Row(placement, digest, null, null, null, Steps.NONE, 0);
  }

  String id() {
    return placement.request().requestId();
  }

  PlacementState state() {
    return placement.state();
  }

  boolean isClaimedByAnother(String node, Instant now) {
    return owner != null && !owner.equals(node) && leaseUntil.isAfter(now);
  }

  /** Whether nobody works on it: it has no owner, or an owner that was silent for too long. */
  boolean isFree(Instant now) {
    return owner == null || !leaseUntil.isAfter(now);
  }

  /** Whether seeing this interaction in this workbin would confirm it. */
  boolean waitsFor(GroupWorkbin workbin, String interactionId) {
    PlacementRequest request = placement.request();
    return placement.attempts() > 0
        && state() != PlacementState.CONFIRMED
        && state() != PlacementState.REJECTED
        && state() != PlacementState.PULLED
        && request.interactionId().equals(interactionId)
        && request.workbin().equals(workbin);
  }

  boolean hasReference(Long referenceId) {
    return referenceId != null && Objects.equals(placement.referenceId(), referenceId);
  }

  /** The same state, one call more. */
  Row sent(Claim claim) {
    return next(placement.sentOnce(), claim, null);
  }

  /** The same state and claim, one call less. */
  Row notSent() {
    return next(placement.notSent(), new Claim(owner, leaseUntil), null);
  }

  Row claimed(Claim claim) {
    return next(placement, claim, null);
  }

  Row withReference(Long referenceId) {
    return next(
        placement(state(), referenceId, placement.lastError(), placement.updatedAt()),
        owner == null ? null : new Claim(owner, leaseUntil),
        lookAt);
  }

  Row lookedFor(Instant lookAgainAt) {
    return next(placement, null, lookAgainAt);
  }

  /** A new state, in which nobody works on it. */
  Row changed(PlacementState to, Long referenceId, String error, Instant now, Instant look) {
    return next(placement(to, referenceId, error, now), null, look);
  }

  /** The same row, which tells of the state it has come to. */
  Row withStep(String reason) {
    return new Row(
        placement,
        digest,
        owner,
        leaseUntil,
        lookAt,
        steps.and(placement.updatedAt(), state(), reason),
        version);
  }

  /** What happened to it, the oldest first. */
  List<Step> history() {
    return steps.since(placement.receivedAt());
  }

  private Placement placement(
      PlacementState to, Long referenceId, String error, Instant updatedAt) {
    return new Placement(
        placement.request(),
        placement.source(),
        to,
        referenceId == null ? placement.referenceId() : referenceId,
        placement.attempts(),
        error,
        placement.receivedAt(),
        updatedAt);
  }

  private Row next(Placement changed, Claim claim, Instant look) {
    return new Row(
        changed,
        digest,
        claim == null ? null : claim.owner(),
        claim == null ? null : claim.until(),
        look,
        steps,
        version + 1);
  }

  /** That somebody works on a placement. */
  record Claim(String owner, Instant until) {}
}
