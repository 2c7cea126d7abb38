package org.workbinroutes.ops.config;

import java.util.Locale;
import java.util.Objects;

/**
 * One key a person can type, and everything there is to know about it. Reading, checking, the
 * reference and the environment variable's name all come from here.
 *
 * @param type what may be typed
 * @param defaultText what holds if nothing is typed, in the same words; null if nothing does
 * @param secret whether the value is never shown, and not given to routes
 * @param formerKey what the key was called before, still read; null if it was always called so
 */
public record Option<T>(
    String key,
    Group group,
    OptionType<T> type,
    String defaultText,
    Need need,
    boolean secret,
    String description,
    String formerKey) {

  /** Whether a value must be there. */
  public enum Need {
    /** A start without it is refused. */
    REQUIRED,
    /** It can be left out. */
    OPTIONAL
  }

  /** Checks that the key belongs to its group. */
  public Option {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(description, "description");
    if (!key.startsWith(group.prefix() + ".")) {
      throw new IllegalArgumentException(key + " does not start with " + group.prefix() + ".");
    }
  }

  /** An option that can be left out and has no default. */
  public static <T> Option<T> of(String key, Group group, OptionType<T> type, String description) {
    return new Option<>(key, group, type, null, Need.OPTIONAL, false, description, null);
  }

  /** A secret that can be left out. */
  public static Option<String> secret(String key, Group group, String description) {
    return new Option<>(
        key, group, OptionTypes.secret(), null, Need.OPTIONAL, true, description, null);
  }

  /** A secret of another type than text that can be left out. */
  public static <T> Option<T> secret(
      String key, Group group, OptionType<T> type, String description) {
    return new Option<>(key, group, type, null, Need.OPTIONAL, true, description, null);
  }

  /** The same option, without which a start is refused. */
  public Option<T> required() {
    return new Option<>(
        key, group, type, defaultText, Need.REQUIRED, secret, description, formerKey);
  }

  /** The same option with a default. */
  public Option<T> withDefault(String text) {
    return new Option<>(key, group, type, text, need, secret, description, formerKey);
  }

  /** The same option, which had another key before. */
  public Option<T> formerly(String before) {
    return new Option<>(key, group, type, defaultText, need, secret, description, before);
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
