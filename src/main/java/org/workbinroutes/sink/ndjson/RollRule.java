package org.workbinroutes.sink.ndjson;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a file is closed and a new one begun.
 *
 * @param daily whether a day gets a file of its own
 * @param maxBytes the size no file of more than one line passes, in bytes; 0 if there is none
 */
record RollRule(boolean daily, long maxBytes) {
  /** One file for ever. */
  static final RollRule NEVER = new RollRule(false, 0);

  private static final Pattern SIZE = Pattern.compile("(?i)([1-9][0-9]{0,8})\\s*(KB|MB|GB)");
  private static final long KILO = 1024;

  /**
   * Reads the option.
   *
   * @param text {@code none}, {@code daily}, or a size as {@code 100MB}
   * @throws IllegalArgumentException if it is none of these
   */
  static RollRule parse(String text) {
    String word = text.strip();
    if (word.equalsIgnoreCase("none")) {
      return NEVER;
    }
    if (word.equalsIgnoreCase("daily")) {
      return new RollRule(true, 0);
    }
    Matcher size = SIZE.matcher(word);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "ndjson: roll=" + text + " is no rule: write none, daily or a size such as 100MB");
    }
    long unit =
        switch (Character.toUpperCase(size.group(2).charAt(0))) {
          case 'K' -> KILO;
          case 'M' -> KILO * KILO;
          default -> KILO * KILO * KILO;
        };
    return new RollRule(false, Long.parseLong(size.group(1)) * unit);
  }

  /**
   * Whether a file is to be closed before a line is added.
   *
   * @param size its size in bytes
   * @param line the line's size in bytes
   */
  boolean isDue(long size, LocalDate written, long line, LocalDate today) {
    boolean full = maxBytes > 0 && size + line > maxBytes;
    boolean old = daily && written.isBefore(today);
    return size > 0 && (full || old);
  }
}
