package org.workbinroutes.gws;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.regex.Pattern;

/**
 * The token that writing requests must carry while the CSRF protection of GWS is on.
 *
 * <p>Source: GWS API reference, "CSRF Protection": the answer to any GET names the header to send
 * and its value.
 */
record CsrfToken(String header, String value) {
  static final String HEADER_NAME = "X-CSRF-HEADER";
  static final String HEADER_VALUE = "X-CSRF-TOKEN";

  private static final Pattern NAME = Pattern.compile("X-[A-Za-z0-9_-]{1,62}", CASE_INSENSITIVE);
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  /**
   * The token in an answer's headers, or null where the protection is off.
   *
   * <p>The answer names a header that later requests carry. Names that mean something to HTTP, such
   * as {@code Host}, {@code Cookie} or {@code Authorization}, are not taken.
   */
  static CsrfToken of(String header, String value) {
    return header == null
            || value == null
            || !NAME.matcher(header.trim()).matches()
            || !VALUE.matcher(value.trim()).matches()
        ? null
        : new CsrfToken(header.trim(), value.trim());
  }
}
