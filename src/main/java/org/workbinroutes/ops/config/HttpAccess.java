package org.workbinroutes.ops.config;

/** What a caller of the HTTP server may do. */
public enum HttpAccess {
  READ,
  /** Place requests and look at placements and batches by their ids; nothing else. */
  PLACE,
  /** Everything: also pull, retry, replay, purge, and look at all notifications. */
  ALL
}
