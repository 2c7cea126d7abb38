package org.workbinroutes.ops.config;

import java.util.function.Function;

/**
 * What may be typed as the value of an option.
 *
 * @param parser throws IllegalArgumentException if it cannot read; the message is the remedy alone
 *     ("write a whole number from 1 to 65535") and never repeats the text, which may be a secret
 */
public record OptionType<T>(String description, Function<String, T> parser) {
  /** Reads what was typed, never blank. */
  public T parse(String text) {
    return parser.apply(text);
  }
}
