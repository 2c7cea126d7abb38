package org.workbinroutes.ops.http;

/** Knows one kind of credential. Safe for use by many threads. */
interface Credentials {
  /** Whether a credential looks like one of this kind. */
  boolean mayBe(String credential);

  /**
   * Finds out who calls; may take a while.
   *
   * @param credential a key or a token, as it was sent
   * @throws RefusedLoginException if it lets nobody in
   */
  Caller caller(String credential) throws RefusedLoginException;
}
