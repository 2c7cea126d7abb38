package org.workbinroutes.ops.cluster;

import java.time.Duration;
import java.util.Properties;

/**
 * How an election by PostgreSQL is held.
 *
 * @param user the database user; null if the URL says it or none is needed
 * @param password the user's password, or null
 */
public record ElectionSettings(
    String url, String user, String password, String node, Duration interval, Duration lease) {
  /** Checks that a leader can lose an answer without losing its place. */
  public ElectionSettings {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("workbin.cluster.interval is not more than nothing");
    }
    if (lease.compareTo(interval.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "workbin.cluster.lease is shorter than three times workbin.cluster.interval");
    }
  }

  /** How long an answer of the server is waited for: the place is given up before it is taken. */
  Duration patience() {
    return lease.dividedBy(2);
  }

  /** What the driver is told, besides the URL. */
  Properties login() {
    Properties login = new Properties();
    if (user != null) {
      login.setProperty("user", user);
    }
    if (password != null) {
      login.setProperty("password", password);
    }
    String seconds = String.valueOf(Math.max(1, patience().toSeconds()));
    login.setProperty("connectTimeout", seconds);
    login.setProperty("loginTimeout", seconds);
    login.setProperty("ApplicationName", "workbin-routes election " + node);
    return login;
  }

  @Override
  public String toString() {
    return "election of node " + node;
  }
}
