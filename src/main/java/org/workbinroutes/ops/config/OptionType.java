package org.workbinroutes.ops.config;

/**
 * What may be typed as the value of an option.
 *
 * @param <T> what it becomes
 */
public interface OptionType<T> {
  /**
   * Reads a value.
   *
   * @param text what was typed, never blank
   * @return the value, never null
   * @throws IllegalArgumentException if it cannot be read; the message is the remedy alone ("write
   *     a whole number from 1 to 65535") and never repeats the text, which may be a secret
   */
  T parse(String text);

  /**
   * The type in the words of the reference.
   *
   * @return for example {@code whole number, 1 to 65535}, never null
   */
  String description();
}
