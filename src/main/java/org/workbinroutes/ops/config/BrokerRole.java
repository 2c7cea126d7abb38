package org.workbinroutes.ops.config;

import java.util.Arrays;

/** What a remote user of the embedded broker may do. None makes or deletes a durable queue. */
public enum BrokerRole {
  /** Sends placement requests, and reads the answers in temporary queues of its own. */
  SEND("send"),
  /** Browses and takes the dead letters of the intakes. */
  DEAD_LETTERS("dead-letters"),
  /** Subscribes to notifications and to what sinks write. */
  NOTIFICATIONS("notifications");

  private final String word;

  BrokerRole(String word) {
    this.word = word;
  }

  static BrokerRole parse(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word.equals(word))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a role is send, dead-letters or notifications; join several of a user with"
                        + " +"));
  }

  @Override
  public String toString() {
    return word;
  }
}
