package org.workbinroutes.ops.config;

import java.util.Arrays;
import java.util.Locale;

/**
 * One key a person can type, and everything there is to know about it. Reading, checking, the
 * reference and the environment variable's name all come from here.
 *
 * @param key the key, lower case, words joined by dots and dashes; the first is its group's
 * @param defaultText what holds if nothing is typed, in the same words; null if nothing does
 * @param isRequired whether a start without a value is refused
 * @param secret whether the value is never shown, and not given to routes
 * @param description one or two sentences for the reference
 * @param formerKey what the key was called before, still read; null if it was always called so
 */
public record Option<T>(
    String key,
    OptionType<T> type,
    String defaultText,
    boolean isRequired,
    boolean secret,
    String description,
    String formerKey) {

  /** An option that can be left out and has no default. */
  public static <T> Option<T> of(String key, OptionType<T> type, String description) {
    return new Option<>(key, type, null, false, false, description, null);
  }

  /** A secret that can be left out. */
  public static Option<String> secret(String key, String description) {
    return secret(key, OptionTypes.secret(), description);
  }

  /** A secret of another type than text that can be left out. */
  public static <T> Option<T> secret(String key, OptionType<T> type, String description) {
    return new Option<>(key, type, null, false, true, description, null);
  }

  /** The same option with a default. */
  public Option<T> withDefault(String text) {
    return new Option<>(key, type, text, isRequired, secret, description, formerKey);
  }

  /** The same option, whose old key is still read, with a warning. */
  public Option<T> formerly(String before) {
    return new Option<>(key, type, defaultText, isRequired, secret, description, before);
  }

  /** The chapter of the reference, which the first word of the key names. */
  public Group group() {
    return Arrays.stream(Group.values())
        .filter(group -> key.startsWith(group.prefix() + "."))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(key + " is of no group"));
  }

  /** The environment variable that overrides the key. */
  public String environmentName() {
    return environmentName(key);
  }

  /** The environment variable that overrides any key of the file. */
  public static String environmentName(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
