package org.workbinroutes.intake;

import java.util.List;

/**
 * What went wrong with an HTTP request, for RFC 9457's {@code application/problem+json}.
 *
 * @param type what kind, the last part of the problem's URN
 * @param title what kind, for people; the same for all of one kind
 * @param status the HTTP status
 * @param detail what went wrong this time and what to do
 * @param errors what of the request is wrong; empty if it is not about its parts
 */
record Problem(String type, String title, int status, String detail, List<Part> errors) {
  /**
   * A part of the request that is wrong.
   *
   * @param kind {@code pointer}, a JSON pointer into the body; {@code parameter}, of the query;
   *     {@code header}
   * @param name the pointer, or the name of the parameter or header
   * @param detail what is wrong and what to do
   */
  record Part(String kind, String name, String detail) {}

  static Problem of(String type, String title, int status, String detail) {
    return new Problem(type, title, status, detail, List.of());
  }

  static Problem of(InvalidRequestException invalid) {
    String detail = "Fix the listed errors and send the request again";
    List<Part> errors =
        invalid.errors().stream()
            .map(error -> new Part("pointer", error.pointer(), error.message()))
            .toList();
    return switch (invalid.reason()) {
      case MALFORMED ->
          new Problem("malformed-request", "The body is not JSON", 400, detail, errors);
      case INVALID ->
          new Problem(
              "invalid-request", "The body is not a placement request", 400, detail, errors);
      case TOO_LARGE -> new Problem("too-large", "The body is too large", 413, detail, errors);
    };
  }

  static Problem of(RefusedPlacementException refused) {
    return switch (refused.reason()) {
      case REJECTED -> of("rejected", "GWS refused the placement", 422, refused.getMessage());
      case CONFLICT -> of("conflict", "The request id was used before", 409, refused.getMessage());
    };
  }

  static Problem unavailable(String detail) {
    return of("unavailable", "The request could not be placed", 503, detail);
  }

  static Problem unknown() {
    return of(
        "unknown-request",
        "There is no such placement",
        404,
        "No request with this id came in; ids with other characters than letters, digits, '-', '.'"
            + " and '_' stand percent-encoded in the path");
  }

  static Problem parameter(String name, String detail) {
    return new Problem(
        "query",
        "The query cannot be used",
        400,
        "Fix what the errors name in the part of the URL from '?' on",
        List.of(new Part("parameter", name, detail)));
  }

  static Problem idempotencyKey(String detail) {
    return new Problem(
        "idempotency-key",
        "The Idempotency-Key cannot be used",
        400,
        detail,
        List.of(new Part("header", "Idempotency-Key", detail)));
  }
}
