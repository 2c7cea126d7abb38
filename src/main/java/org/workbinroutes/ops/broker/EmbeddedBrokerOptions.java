package org.workbinroutes.ops.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What can be set of the embedded broker.
 *
 * @param remote how programs outside this process reach it; null (the default) if they do not
 * @param maxMemoryBytes the most bytes of messages held in memory; what comes on top waits on disk
 */
public record EmbeddedBrokerOptions(
    Path directory,
    RemoteAccess remote,
    int maxDeliveryAttempts,
    Duration redeliveryDelay,
    long maxMemoryBytes) {
  public EmbeddedBrokerOptions {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(redeliveryDelay, "redeliveryDelay");
    if (maxDeliveryAttempts < 1) {
      throw new IllegalArgumentException(
          "maxDeliveryAttempts is " + maxDeliveryAttempts + ": give 1 or more");
    }
    if (redeliveryDelay.isNegative()) {
      throw new IllegalArgumentException("redeliveryDelay is negative: give 0 or more");
    }
    if (maxMemoryBytes < 1024 * 1024) {
      throw new IllegalArgumentException(
          "maxMemoryBytes is " + maxMemoryBytes + ": give 1 MiB (1048576) or more");
    }
  }

  /**
   * A broker for this process alone, five deliveries, 1 s before the second, 64 MiB of messages in
   * memory.
   */
  public static EmbeddedBrokerOptions in(Path directory) {
    return new EmbeddedBrokerOptions(directory, null, 5, Duration.ofSeconds(1), 64L * 1024 * 1024);
  }

  /** The same, reachable from outside this process. */
  public EmbeddedBrokerOptions with(RemoteAccess access) {
    return new EmbeddedBrokerOptions(
        directory, access, maxDeliveryAttempts, redeliveryDelay, maxMemoryBytes);
  }

  /** The same, with another policy of redelivery. */
  public EmbeddedBrokerOptions withRedelivery(int attempts, Duration delay) {
    return new EmbeddedBrokerOptions(directory, remote, attempts, delay, maxMemoryBytes);
  }
}
