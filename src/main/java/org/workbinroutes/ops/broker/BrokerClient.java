package org.workbinroutes.ops.broker;

import jakarta.jms.ConnectionFactory;

/** The client library of one kind of broker. */
interface BrokerClient {
  /** What a consumer is sent ahead if nothing is said, in the library's own unit. */
  int defaultPrefetch();

  /** Makes a factory of connections that never turn a message into a Java object. */
  ConnectionFactory connections(int prefetch);
}
