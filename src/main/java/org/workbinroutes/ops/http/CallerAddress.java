package org.workbinroutes.ops.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a request came from. Headers say what they like: only the connection counts. */
final class CallerAddress {
  private CallerAddress() {}

  /** An IPv4 address, or the network of an IPv6 address: its owner has the whole /64. */
  static String of(HttpServerRequest request) {
    return of(request.remoteAddress() == null ? null : request.remoteAddress().hostAddress());
  }

  /** The same for an address in digits; null is taken for an unknown one. */
  static String of(String address) {
    if (address == null) {
      return "unknown";
    }
    return address.indexOf(':') < 0
        ? address
        : Arrays.stream(address.split(":", -1)).limit(4).collect(Collectors.joining(":")) + "::";
  }
}
