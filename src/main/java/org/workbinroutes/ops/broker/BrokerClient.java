package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;

/** The client library of one kind of broker. */
interface BrokerClient {
  /** What a consumer is sent ahead if nothing is said, in the library's own unit. */
  int defaultPrefetch();

  /**
   * Makes a factory of connections that never turn a message into a Java object.
   *
   * @param prefetch what a consumer is sent ahead
   * @throws IllegalStateException if the library is not there; the message names the jar
   */
  ConnectionFactory connections(int prefetch);
}
