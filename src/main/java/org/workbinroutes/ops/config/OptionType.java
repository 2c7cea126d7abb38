package org.workbinroutes.ops.config;

/** What may be typed as the value of an option. */
public interface OptionType<T> {
  /**
   * Reads a value.
   *
   * @param text what was typed, never blank
   */
  T parse(String text);

  /**
   * The type in the words of the reference.
   *
   * @return for example {@code whole number, 1 to 65535}, never null
   */
  String description();
}
