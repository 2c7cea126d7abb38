package org.workbinroutes.ops.http;

import org.workbinroutes.http.Problem;

/** What the server itself answers when a request does not come to a route: RFC 9457's problems. */
enum HttpProblem {
  BAD_REQUEST(
      400,
      "bad-request",
      "The request is not HTTP",
      "Mend the request line, the headers and the framing of the body"),
  UNAUTHENTICATED(
      401,
      "unauthenticated",
      "A login is needed",
      "Send a valid key or token as Authorization: Bearer ..., or a key as X-API-Key"),
  FORBIDDEN(
      403, "forbidden", "The login does not allow this", "Use a key or a token that may do this"),
  FOREIGN_PAGE(
      403,
      "foreign-page",
      "A page of another site sent this",
      "Without a login a browser's pages may change things from this address alone; set http.auth,"
          + " or have a proxy in front pass the header Host on"),
  FOREIGN_HOST(
      421,
      "foreign-host",
      "The server is not called by this name",
      "Without a login the server is called by an IP address, as localhost or by a name in"
          + " http.hosts; add the name there, or set http.auth"),
  NOT_FOUND(404, "not-found", "There is nothing here", "See /openapi.json for what there is"),
  NOT_ALLOWED(
      405,
      "method-not-allowed",
      "The method is not allowed here",
      "Use one of those that the header Allow names; see /openapi.json"),
  TOO_SLOW(
      408,
      "too-slow",
      "The body came too slowly",
      "Send the whole request at once; nothing of it was taken in"),
  TOO_LARGE(
      413,
      "too-large",
      "The body is too large",
      "Send less at once; the limits are http.max-body and, for batches, http.max-batch"),
  URI_TOO_LONG(414, "uri-too-long", "The request line is too long", "Shorten the URL"),
  TOO_MANY(
      429, "too-many-requests", "Too many requests", "Wait as long as the header Retry-After says"),
  HEADERS_TOO_LARGE(
      431, "headers-too-large", "The headers are too large", "Send fewer or shorter headers"),
  FAILED(
      500,
      "internal-error",
      "The request met an internal failure",
      "Ask how it stands, or send it again with the same requestId; the log says more"),
  NOT_READY(
      503,
      "not-ready",
      "The product is starting or stopping",
      "Nothing was taken in. Send it again after the seconds that Retry-After says"),
  BUSY(
      503,
      "busy",
      "Too many bodies are being received",
      "Nothing was taken in. Send it again after the seconds that Retry-After says");

  private final int status;
  private final String body;

  HttpProblem(int status, String type, String title, String detail) {
    this.status = status;
    this.body = Problem.of(type, title, status, detail).json().toString();
  }

  int status() {
    return status;
  }

  String body() {
    return body;
  }

  /** The problem for a status that the server's own parts fail with. */
  static HttpProblem of(int status) {
    return switch (status) {
      case 400, 417, 501, 505 -> BAD_REQUEST;
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> NOT_ALLOWED;
      case 408 -> TOO_SLOW;
      case 413 -> TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 429 -> TOO_MANY;
      case 421 -> FOREIGN_HOST;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> NOT_READY;
      default -> FAILED;
    };
  }
}
