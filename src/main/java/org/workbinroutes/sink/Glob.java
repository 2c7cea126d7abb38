package org.workbinroutes.sink;

import java.util.Arrays;

/**
 * One pattern of a rule: literal text in which {@code *} stands for any text and {@code ?} for one
 * character. Matching takes time proportional to pattern times text at worst and allocates nothing.
 */
final class Glob {
  private static final int ANY_TEXT = -1;
  private static final int ANY_CHARACTER = -2;

  private final int[] pattern;
  private final String literal;
  private final boolean ignoreCase;

  private Glob(int[] pattern, String literal, boolean ignoreCase) {
    this.pattern = pattern;
    this.literal = literal;
    this.ignoreCase = ignoreCase;
  }

  boolean matches(String text) {
    if (literal != null) {
      return ignoreCase ? literal.equalsIgnoreCase(text) : literal.equals(text);
    }
    int at = 0;
    int in = 0;
    int starAt = -1;
    int starIn = 0;
    while (in < text.length()) {
      int read = text.codePointAt(in);
      int character = ignoreCase ? folded(read) : read;
      if (at < pattern.length && pattern[at] == ANY_TEXT) {
        starAt = at++;
        starIn = in;
      } else if (at < pattern.length
          && (pattern[at] == ANY_CHARACTER || pattern[at] == character)) {
        at++;
        in += Character.charCount(read);
      } else if (starAt >= 0) {
        // let the last star take one character more and try the rest again
        at = starAt + 1;
        starIn += Character.charCount(text.codePointAt(starIn));
        in = starIn;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == ANY_TEXT) {
      at++;
    }
    return at == pattern.length;
  }

  /** As {@link String#equalsIgnoreCase} takes characters for the same. */
  private static int folded(int character) {
    return Character.toLowerCase(Character.toUpperCase(character));
  }

  /** Collects a pattern piece by piece. */
  static final class Builder {
    private final boolean ignoreCase;
    private final StringBuilder literal = new StringBuilder();
    private int[] pattern = new int[16];
    private int length;
    private boolean wild;

    Builder(boolean ignoreCase) {
      this.ignoreCase = ignoreCase;
    }

    void character(int codePoint) {
      literal.appendCodePoint(codePoint);
      add(codePoint);
    }

    void anyText() {
      wild = true;
      // two stars say no more than one
      if (length == 0 || pattern[length - 1] != ANY_TEXT) {
        add(ANY_TEXT);
      }
    }

    void anyCharacter() {
      wild = true;
      add(ANY_CHARACTER);
    }

    boolean isEmpty() {
      return length == 0;
    }

    /** Removes blanks at the end, down to a length: quoted blanks before it stay. */
    void trimTo(int keep) {
      while (length > keep
          && pattern[length - 1] >= 0
          && Character.isWhitespace(pattern[length - 1])) {
        length--;
        literal.setLength(literal.length() - Character.charCount(pattern[length]));
      }
    }

    int length() {
      return length;
    }

    String literal() {
      return literal.toString();
    }

    boolean isWild() {
      return wild;
    }

    Glob build() {
      if (!wild) {
        return new Glob(null, literal.toString(), ignoreCase);
      }
      int[] exact = Arrays.copyOf(pattern, length);
      if (ignoreCase) {
        Arrays.setAll(exact, i -> exact[i] < 0 ? exact[i] : folded(exact[i]));
      }
      return new Glob(exact, null, ignoreCase);
    }

    private void add(int value) {
      if (length == pattern.length) {
        pattern = Arrays.copyOf(pattern, length * 2);
      }
      pattern[length++] = value;
    }
  }
}
