package org.workbinroutes.intake;

import java.util.regex.Pattern;

/**
 * Names of the entries of an archive that nothing else reads anything into: no shell, URL or
 * template.
 */
final class PlainNames {
  static final String RULE =
      "its name has other characters than letters, digits, blanks and . _ @ + = , ( ) [ ] -, or"
          + " more than 200: rename it";

  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._@+=,()\\[\\]-]{0,199}");

  private PlainNames() {}

  static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches();
  }
}
