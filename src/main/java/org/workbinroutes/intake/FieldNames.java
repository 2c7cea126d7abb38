package org.workbinroutes.intake;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Field names from outside, made fit to be shown, and compared with the known ones. */
final class FieldNames {
  /** A hostile record can have thousands of unknown fields; a person mends the first few. */
  static final int MAX_ERRORS = 20;

  private static final int MAX_SHOWN = 40;

  private FieldNames() {}

  /** A name for a message: short, one line. */
  static String shown(String name) {
    StringBuilder shown = new StringBuilder("'");
    name.codePoints()
        .limit(MAX_SHOWN)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown
        .append(name.codePointCount(0, name.length()) > MAX_SHOWN ? "...'" : "'")
        .toString();
  }

  /** A name as part of a JSON pointer, short and on one line like {@link #shown}. */
  static String pointerPart(String name) {
    String shown = shown(name);
    return shown.substring(1, shown.length() - 1).replace("~", "~0").replace("/", "~1");
  }

  /** The known name that was likely meant. */
  static Optional<String> closest(String name, Collection<String> known) {
    if (name.length() > MAX_SHOWN) {
      return Optional.empty();
    }
    String plain = plain(name);
    String best = null;
    int bestDistance = 3;
    for (String candidate : known) {
      int distance = distance(plain, plain(candidate));
      if (distance < bestDistance && distance < candidate.length() / 2.0) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static boolean isPlain(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.UNASSIGNED;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Levenshtein's: insertions, deletions and replacements from one to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
