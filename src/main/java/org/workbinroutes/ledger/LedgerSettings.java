package org.workbinroutes.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * How the ledger is kept.
 *
 * @param url {@code jdbc:sqlite:FILE}, {@code jdbc:postgresql://HOST/DATABASE} or {@code memory};
 *     key {@code workbin.ledger}
 * @param user the database user; null if the URL says it or none is needed; key {@code
 *     workbin.ledger.username}
 * @param password the database user's password, or null; key {@code workbin.ledger.password}
 * @param node what this node is called: by no other node that shares the ledger, and the same after
 *     a restart, so that it takes its own work up again at once; key {@code workbin.node}
 * @param lease how long a node that is silent keeps a placement from the others: longer than the
 *     longest pause between two calls of one placement; key {@code workbin.ledger.lease}
 * @param retention how long settled placements are kept; zero means for ever; key {@code
 *     workbin.ledger.retention}
 */
public record LedgerSettings(
    String url,
    String user,
    String password,
    String node,
    Duration lease,
    Duration retention,
    Clock clock) {
  /** The longest name of a node. */
  public static final int MAX_NODE_LENGTH = 100;

  /** How long a claim lasts unless told otherwise. */
  public static final Duration DEFAULT_LEASE = Duration.ofMinutes(5);

  /** How long settled placements are kept unless told otherwise. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(30);

  /** Checks that the settings make sense; the message names key and remedy. */
  public LedgerSettings {
    if (url == null || url.isBlank()) {
      throw new IllegalArgumentException(
          "workbin.ledger is missing: give jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE or"
              + " memory");
    }
    if (node == null || !node.matches("[A-Za-z0-9._:-]{1," + MAX_NODE_LENGTH + "}")) {
      throw new IllegalArgumentException(
          "workbin.node is '"
              + node
              + "': give a name of 1 to 100 letters, digits, dots, colons, hyphens or underscores");
    }
    if (lease == null || lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException(
          "workbin.ledger.lease is " + lease + ": give more than nothing, for example PT5M");
    }
    if (retention == null || retention.isNegative()) {
      throw new IllegalArgumentException(
          "workbin.ledger.retention is " + retention + ": give for example P30D, or PT0S for ever");
    }
    Objects.requireNonNull(clock, "clock");
  }

  /** Settings with the defaults, for a single node. */
  public static LedgerSettings at(String url) {
    return new LedgerSettings(
        url, null, null, "node", DEFAULT_LEASE, DEFAULT_RETENTION, Clock.systemUTC());
  }

  /** The same settings for another database user. */
  public LedgerSettings withUser(String name, String secret) {
    return new LedgerSettings(url, name, secret, node, lease, retention, clock);
  }

  /** The same settings for another node. */
  public LedgerSettings withNode(String name) {
    return new LedgerSettings(url, user, password, name, lease, retention, clock);
  }

  /** The same settings with another lease. */
  public LedgerSettings withLease(Duration duration) {
    return new LedgerSettings(url, user, password, node, duration, retention, clock);
  }

  /** The same settings with another retention. */
  public LedgerSettings withRetention(Duration duration) {
    return new LedgerSettings(url, user, password, node, lease, duration, clock);
  }

  /** The same settings with another clock. */
  public LedgerSettings withClock(Clock time) {
    return new LedgerSettings(url, user, password, node, lease, retention, time);
  }

  /** Without the password, and without what may be one in the URL. */
  @Override
  public String toString() {
    return "LedgerSettings["
        + url.replaceAll("\\?.*", "?...")
        + ", node="
        + node
        + ", lease="
        + lease
        + ", retention="
        + retention
        + "]";
  }
}
