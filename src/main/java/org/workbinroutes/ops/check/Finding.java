package org.workbinroutes.ops.check;

import java.util.Objects;

/**
 * What a check found.
 *
 * @param remedy what to do; null if nothing is to be done
 */
public record Finding(String part, Level level, String text, String remedy) {
  /** Checks that nothing but the remedy is missing. */
  public Finding {
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(text, "text");
  }

  /** How something is. */
  public enum Level {
    OK,
    /** It works, and may not be what is wanted. */
    WARNING,
    ERROR
  }

  static Finding ok(String part, String text) {
    return new Finding(part, Level.OK, text, null);
  }

  static Finding warning(String part, String text, String remedy) {
    return new Finding(part, Level.WARNING, text, remedy);
  }

  static Finding error(String part, String text, String remedy) {
    return new Finding(part, Level.ERROR, text, remedy);
  }
}
