package org.workbinroutes.ops.http;

import io.vertx.core.MultiMap;

/** Headers on every answer of the server; a route can say otherwise for what it serves. */
final class SecurityHeaders {
  private final boolean tls;

  SecurityHeaders(boolean tls) {
    this.tls = tls;
  }

  void set(MultiMap headers) {
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    if (tls) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
