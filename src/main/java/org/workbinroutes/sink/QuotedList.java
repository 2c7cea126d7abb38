package org.workbinroutes.sink;

import java.util.ArrayList;
import java.util.List;

/**
 * A comma separated list as a person types it: blanks around an entry do not count, double quotes
 * make everything between them literal, a backslash the character after it.
 */
final class QuotedList {
  private final String text;
  private final List<Entry> entries = new ArrayList<>();

  private QuotedList(String text) {
    this.text = text;
  }

  /**
   * Reads a list.
   *
   * @param text the text; null and blank have no entries
   * @throws IllegalArgumentException if an entry is empty or a quote not closed; the message says
   *     what to write
   */
  static List<Entry> read(String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    QuotedList list = new QuotedList(text);
    list.readAll();
    return List.copyOf(list.entries);
  }

  private void readAll() {
    Entry entry = new Entry();
    boolean quoted = false;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (character == '\\') {
        if (at >= text.length()) {
          throw new IllegalArgumentException(
              "a backslash stands at the end: write \\\\ for a backslash (in a .properties file"
                  + " each one is written twice)");
        }
        int escaped = text.codePointAt(at);
        at += Character.charCount(escaped);
        entry.add(escaped, true);
      } else if (character == '"') {
        quoted = !quoted;
        entry.hadQuotes = true;
      } else if (character == ',' && !quoted) {
        finish(entry);
        entry = new Entry();
      } else {
        entry.add(character, quoted);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a double quote is not closed: add the second one");
    }
    finish(entry);
  }

  private void finish(Entry entry) {
    entry.trim();
    if (entry.isEmpty()) {
      throw new IllegalArgumentException("an entry is empty: remove the extra comma");
    }
    entries.add(entry);
  }

  /** One entry, which knows of each character whether it is to be taken literally. */
  static final class Entry {
    private final List<Integer> characters = new ArrayList<>();
    private final List<Boolean> literal = new ArrayList<>();
    private boolean hadQuotes;

    private void add(int character, boolean isLiteral) {
      characters.add(character);
      literal.add(isLiteral);
    }

    private void trim() {
      while (!characters.isEmpty() && isBlank(characters.size() - 1)) {
        characters.remove(characters.size() - 1);
        literal.remove(literal.size() - 1);
      }
      while (!characters.isEmpty() && isBlank(0)) {
        characters.remove(0);
        literal.remove(0);
      }
    }

    private boolean isBlank(int at) {
      return !literal.get(at) && Character.isWhitespace(characters.get(at));
    }

    boolean isEmpty() {
      return characters.isEmpty();
    }

    /** Whether a part of it stood in double quotes. */
    boolean hadQuotes() {
      return hadQuotes;
    }

    /** The characters without quotes and backslashes. */
    String text() {
      StringBuilder all = new StringBuilder();
      characters.forEach(all::appendCodePoint);
      return all.toString();
    }

    /** Where a character stands that is not literal, or -1. */
    int indexOf(char wanted) {
      for (int i = 0; i < characters.size(); i++) {
        if (characters.get(i) == wanted && !literal.get(i)) {
          return i;
        }
      }
      return -1;
    }

    /** A part of it, trimmed. */
    Entry part(int from, int to) {
      Entry part = new Entry();
      part.hadQuotes = hadQuotes;
      for (int i = from; i < to; i++) {
        part.add(characters.get(i), literal.get(i));
      }
      part.trim();
      return part;
    }

    Entry from(int from) {
      return part(from, characters.size());
    }

    /** Whether it begins with a text that stands outside of quotes, in this case or another. */
    boolean startsWith(String prefix) {
      if (prefix.length() > characters.size()) {
        return false;
      }
      for (int i = 0; i < prefix.length(); i++) {
        if (literal.get(i)
            || Character.toLowerCase(characters.get(i))
                != Character.toLowerCase(prefix.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    /** The pattern it is: {@code *} and {@code ?} are wild unless literal. */
    Glob glob(boolean ignoreCase) {
      Glob.Builder glob = new Glob.Builder(ignoreCase);
      for (int i = 0; i < characters.size(); i++) {
        int character = characters.get(i);
        if (character == '*' && !literal.get(i)) {
          glob.anyText();
        } else if (character == '?' && !literal.get(i)) {
          glob.anyCharacter();
        } else {
          glob.character(character);
        }
      }
      return glob.build();
    }
  }
}
