package org.workbinroutes.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.workbinroutes.sink.SinkRule.Condition;

/** Reads the text of a {@link SinkRule}, once per sink, at its start. */
final class SinkRuleParser {
  private static final int LIKELY_TYPO = 3;

  private final String sink;
  private final String text;
  private int at;

  SinkRuleParser(String sink, String text) {
    this.sink = sink;
    this.text = text;
  }

  List<Condition> parse() {
    List<Condition> conditions = new ArrayList<>();
    skipBlanks();
    while (at < text.length()) {
      conditions.add(condition());
      skipBlanks();
    }
    return List.copyOf(conditions);
  }

  private Condition condition() {
    int start = at;
    while (at < text.length() && "=!;,".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at).strip();
    boolean negated = at < text.length() && text.charAt(at) == '!';
    if (negated) {
      at++;
    }
    if (at >= text.length() || text.charAt(at) != '=') {
      throw wrong("'" + word + "' is no condition: write " + example(word));
    }
    at++;
    NotificationField field = field(word);
    List<Glob> patterns = new ArrayList<>();
    boolean more = true;
    while (more) {
      patterns.add(pattern(field));
      more = at < text.length() && text.charAt(at) == ',';
      at++;
    }
    String typed = text.substring(start, Math.min(at, text.length()));
    String condition = typed.endsWith(";") ? typed.substring(0, typed.length() - 1) : typed;
    return new Condition(condition.strip(), field, negated, List.copyOf(patterns));
  }

  private NotificationField field(String word) {
    for (NotificationField field : NotificationField.IN_RULES) {
      if (field.word().equalsIgnoreCase(word)) {
        return field;
      }
    }
    List<String> words = NotificationField.IN_RULES.stream().map(NotificationField::word).toList();
    throw wrong(
        "the key '"
            + word
            + "' is unknown: "
            + didYouMean(word, words)
            + "the keys are "
            + String.join(", ", words));
  }

  /** Reads one pattern and stops at the comma, semicolon or end after it. */
  private Glob pattern(NotificationField field) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '!') {
      throw wrong(
          "'!' stands before a pattern of '"
              + field.word()
              + "': write "
              + field.word()
              + "!=... to exclude, or put the pattern in double quotes");
    }
    Glob.Builder glob = new Glob.Builder(field.ignoresCase());
    int keep = 0;
    boolean quoted = false;
    while (at < text.length() && ",;".indexOf(text.charAt(at)) < 0) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      switch (character) {
        case '"' -> {
          quotedPart(field, glob);
          quoted = true;
          keep = glob.length();
        }
        case '\\' -> {
          glob.character(escaped(field));
          keep = glob.length();
        }
        case '*' -> glob.anyText();
        case '?' -> glob.anyCharacter();
        case '=' -> {
          checkSeparator(glob, quoted);
          glob.character('=');
        }
        default -> glob.character(character);
      }
    }
    glob.trimTo(keep);
    if (glob.isEmpty() && !quoted) {
      throw wrong(
          "'"
              + field.word()
              + "' has an empty pattern: write "
              + field.word()
              + "=\"\" for notifications without it, or remove the extra comma");
    }
    checkValue(field, glob);
    return glob.build();
  }

  /** A comma where a semicolon was meant would make a condition that never holds. */
  private void checkSeparator(Glob.Builder glob, boolean quoted) {
    String word = glob.literal().replace("!", "").strip();
    boolean isKey =
        NotificationField.IN_RULES.stream().anyMatch(f -> f.word().equalsIgnoreCase(word));
    if (isKey && !quoted && !glob.isWild()) {
      throw wrong(
          "'"
              + word
              + "=' stands after a comma: separate conditions by ';', or put the pattern in double"
              + " quotes");
    }
  }

  private void quotedPart(NotificationField field, Glob.Builder glob) {
    while (at < text.length()) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (character == '"') {
        return;
      }
      glob.character(character == '\\' ? escaped(field) : character);
    }
    throw wrong("a double quote in '" + field.word() + "' is not closed: add the second one");
  }

  private int escaped(NotificationField field) {
    if (at >= text.length()) {
      throw wrong(
          "'"
              + field.word()
              + "' ends with a backslash: write \\\\ for a backslash (in a .properties file each"
              + " one is written twice)");
    }
    int character = text.codePointAt(at);
    at += Character.charCount(character);
    return character;
  }

  private void checkValue(NotificationField field, Glob.Builder glob) {
    List<String> values = field.choices();
    String value = glob.literal();
    if (values.isEmpty()
        || glob.isWild()
        || value.isEmpty()
        || values.stream().anyMatch(value::equalsIgnoreCase)) {
      return;
    }
    throw wrong(
        "'"
            + field.word()
            + "' cannot be '"
            + value
            + "': "
            + didYouMean(value, values)
            + "write "
            + String.join(" or ", values));
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("Sink '" + sink + "': in when=" + text + " " + what + ".");
  }

  private static String example(String word) {
    return word.isEmpty() ? "key=pattern, for example action=ItemAdded" : word + "=pattern";
  }

  static String didYouMean(String word, List<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)) <= LIKELY_TYPO)
        .min(Comparator.comparingInt(c -> distance(lower, c.toLowerCase(Locale.ROOT))))
        .map(candidate -> "did you mean '" + candidate + "'? ")
        .stream()
        .collect(Collectors.joining());
  }

  /** How many letters must be put in, taken out or changed to make one word of the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
