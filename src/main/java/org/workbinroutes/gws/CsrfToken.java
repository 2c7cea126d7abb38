package org.workbinroutes.gws;

/**
 * The token that writing requests must carry while the CSRF protection of GWS is on.
 *
 * <p>Source: GWS API reference, "CSRF Protection": the answer to any GET names the header to send
 * and its value.
 */
record CsrfToken(String header, String value) {
  static final String HEADER_NAME = "X-CSRF-HEADER";
  static final String HEADER_VALUE = "X-CSRF-TOKEN";

  /** The token in an answer's headers, or null where the protection is off. */
  static CsrfToken of(String header, String value) {
    return header == null || header.isBlank() || value == null
        ? null
        : new CsrfToken(header, value);
  }
}
