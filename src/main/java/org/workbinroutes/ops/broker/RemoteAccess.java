package org.workbinroutes.ops.broker;

import java.util.Set;

/**
 * How programs outside this process reach the embedded broker: by Artemis' CORE protocol over TCP
 * on 127.0.0.1, and never without user and password.
 *
 * @param port the TCP port; 0 takes a free one
 * @param user the user
 * @param password the password
 * @param addresses the queues and topics this user may send to and read from; nothing else
 */
public record RemoteAccess(int port, String user, String password, Set<String> addresses) {
  /** The queues and topics that are made for others. */
  public static final Set<String> PUBLIC_ADDRESSES =
      Set.of(EmbeddedBroker.PLACEMENTS, EmbeddedBroker.DEAD_LETTERS, EmbeddedBroker.NOTIFICATIONS);

  /** Checks that nobody gets in without a password. */
  public RemoteAccess {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "workbin.broker.port is " + port + ": give a TCP port, 1 to 65535, or 0 for a free one");
    }
    if (user == null || user.isBlank()) {
      throw new IllegalArgumentException(
          "workbin.broker.port is set, and workbin.broker.username is not: give the user that remote"
              + " programs log in with");
    }
    if (password == null || password.isBlank()) {
      throw new IllegalArgumentException(
          "workbin.broker.port is set, and workbin.broker.password is not: give the password that"
              + " remote programs log in with");
    }
    addresses = Set.copyOf(addresses);
    for (String address : addresses) {
      if (address.isBlank() || address.contains("#") || address.contains("*")) {
        throw new IllegalArgumentException(
            "'" + address + "' is no single queue or topic: name them one by one");
      }
    }
  }

  /** Everything but the password. */
  @Override
  public String toString() {
    return user + "@127.0.0.1:" + port + addresses;
  }
}
