package org.workbinroutes.gws;

/** How a request to GWS ended on the wire, as the meters tell it. */
enum CallStatus {
  /** HTTP status 200 to 299; the answer can still hold a statusCode that refuses. */
  OK("2xx"),
  /** HTTP status 300 to 399: a redirect, which is not followed. */
  REDIRECTED("3xx"),
  /** HTTP status 400 to 499. */
  REFUSED("4xx"),
  /** HTTP status 500 and above, and what is no HTTP status. */
  FAILED("5xx"),
  /** Sent, and no answer within the response time-out. */
  TIMEOUT("timeout"),
  /** Sent, and the connection broke before the answer was whole. */
  BROKEN("broken"),
  /** Not sent: no connection. */
  UNAVAILABLE("unavailable");

  private static final int CLASS = 100;
  private static final int REDIRECTS = 3;
  private static final int REFUSALS = 4;

  private final String label;

  CallStatus(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static CallStatus of(int httpStatus) {
    return switch (httpStatus / CLASS) {
      case 1, 2 -> OK;
      case REDIRECTS -> REDIRECTED;
      case REFUSALS -> REFUSED;
      default -> FAILED;
    };
  }
}
