package org.workbinroutes.simulator;

import java.util.concurrent.atomic.LongAdder;

/** What has happened since the simulator was made. Restarts do not reset it. */
public final class Counters {
  final LongAdder logins = new LongAdder();
  final LongAdder csrfFetches = new LongAdder();
  final LongAdder csrfRefusals = new LongAdder();
  final LongAdder tokenGrants = new LongAdder();
  final LongAdder handshakes = new LongAdder();
  final LongAdder connects = new LongAdder();
  final LongAdder subscribes = new LongAdder();
  final LongAdder unsubscribes = new LongAdder();
  final LongAdder addCalls = new LongAdder();
  final LongAdder addEffects = new LongAdder();
  final LongAdder pulls = new LongAdder();
  final LongAdder contentReads = new LongAdder();
  final LongAdder notifications = new LongAdder();
  final LongAdder unheard = new LongAdder();
  final LongAdder connections = new LongAdder();

  Counters() {}

  /**
   * Connections.
   *
   * @return TCP connections accepted
   */
  public long connections() {
    return connections.sum();
  }

  /**
   * Logins.
   *
   * @return HTTP sessions made
   */
  public long logins() {
    return logins.sum();
  }

  /**
   * CSRF fetches.
   *
   * @return {@code GET /api/v2/me} requests that were answered with a token
   */
  public long csrfFetches() {
    return csrfFetches.sum();
  }

  /**
   * CSRF refusals.
   *
   * @return requests refused for want of a token, injected faults not included
   */
  public long csrfRefusals() {
    return csrfRefusals.sum();
  }

  /**
   * Bearer tokens.
   *
   * @return tokens issued
   */
  public long tokenGrants() {
    return tokenGrants.sum();
  }

  /**
   * Bayeux handshakes.
   *
   * @return {@code /meta/handshake} messages that arrived, refused ones included
   */
  public long handshakes() {
    return handshakes.sum();
  }

  /**
   * Bayeux polls.
   *
   * @return {@code /meta/connect} messages that arrived, refused ones included
   */
  public long connects() {
    return connects.sum();
  }

  /**
   * Workbin subscriptions.
   *
   * @return Subscribe operations answered with statusCode 0
   */
  public long subscribes() {
    return subscribes.sum();
  }

  /**
   * Workbin unsubscriptions.
   *
   * @return Unsubscribe operations answered with statusCode 0
   */
  public long unsubscribes() {
    return unsubscribes.sum();
  }

  /**
   * Add calls.
   *
   * @return authenticated add operations, refused and failed ones included
   */
  public long addCalls() {
    return addCalls.sum();
  }

  /**
   * Add calls with effect.
   *
   * @return add operations that put something into a workbin
   */
  public long addEffects() {
    return addEffects.sum();
  }

  /**
   * Pulls with effect.
   *
   * @return pull operations that took something out of a workbin
   */
  public long pulls() {
    return pulls.sum();
  }

  /**
   * Content reads.
   *
   * @return reads of a workbin's content answered with statusCode 0
   */
  public long contentReads() {
    return contentReads.sum();
  }

  /**
   * Notifications handed to Bayeux sessions.
   *
   * @return ItemAdded and ItemRemoved messages, once per receiving session
   */
  public long notifications() {
    return notifications.sum();
  }

  /**
   * Notifications nobody was there to hear.
   *
   * @return changes of workbins that no connected session had subscribed to
   */
  public long unheard() {
    return unheard.sum();
  }
}
