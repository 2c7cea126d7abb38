package org.workbinroutes.ledger;

/** Free text from outside in a form that every engine stores. */
final class StoredText {
  /** The longest text that is kept, in UTF-16 units. */
  static final int MAX_LENGTH = 2_000;

  private static final char REPLACEMENT = '\uFFFD';

  private StoredText() {}

  /**
   * Replaces what some engine cannot store (the character NUL, half a surrogate pair) and cuts what
   * is too long.
   *
   * @param text any text, may be null
   * @return the text as it is stored, null for null
   */
  static String fit(String text) {
    if (text == null) {
      return null;
    }
    int length = Math.min(text.length(), MAX_LENGTH);
    StringBuilder fit = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        fit.append(c).append(text.charAt(++i));
      } else {
        fit.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return fit.toString();
  }
}
