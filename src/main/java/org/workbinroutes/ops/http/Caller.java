package org.workbinroutes.ops.http;

import org.workbinroutes.ops.config.HttpAccess;

/**
 * Who calls, once that is known.
 *
 * @param name what the configuration or the token calls him
 */
record Caller(String name, HttpAccess access) {
  Caller(String name, boolean mayWrite) {
    this(name, mayWrite ? HttpAccess.ALL : HttpAccess.READ);
  }

  boolean mayWrite() {
    return access == HttpAccess.ALL;
  }
}
