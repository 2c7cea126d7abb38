package org.workbinroutes.intake;

import java.util.Optional;

/** What the text of a field must be, in formats that have no rule of their own for it. */
final class FieldText {
  private FieldText() {}

  /** What is wrong with it and how to correct it; holds nothing of the text. */
  static Optional<String> fault(String text) {
    if (text.length() > StrictJson.MAX_TEXT_LENGTH) {
      return Optional.of(
          "is longer than " + StrictJson.MAX_TEXT_LENGTH + " characters: shorten it");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return Optional.of(
            "has half a surrogate pair at position " + (i + 1) + ": correct the encoding");
      } else if (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r') {
        return Optional.of("has a control character at position " + (i + 1) + ": remove it");
      }
    }
    return Optional.empty();
  }

  /** A text for people, as one line of it. */
  static String onOneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(line::appendCodePoint);
    return line.toString();
  }
}
