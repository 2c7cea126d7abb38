package org.workbinroutes.ops.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** The types an option can have. */
public final class OptionTypes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?");

  private static final Pattern PASSWORD_IN_URL = Pattern.compile("//[^/@]*@|(?i)password=");

  private static final Pattern BEAN = Pattern.compile("bean:[\\w.-]+");

  private OptionTypes() {}

  /** Free text of one line. Camel placeholders are refused: a value stands for itself. */
  public static OptionType<String> text() {
    return of("text", OptionTypes::requirePlain);
  }

  /** Text of one line that is taken to the letter, blanks at its ends and braces included. */
  public static OptionType<String> secret() {
    return of("text, secret", OptionTypes::requireOneLine);
  }

  public static OptionType<Integer> wholeNumber(int from, int to) {
    String range = from + " to " + to;
    return of(
        "whole number, " + range,
        between(from, to, "write a whole number from " + range, Integer::valueOf));
  }

  /** A number of bytes, as a plain number. */
  public static OptionType<Long> bytes() {
    return of(
        "whole number of bytes, 1 or more",
        between(
            1L,
            Long.MAX_VALUE,
            "write a whole number of bytes above 0, without a unit",
            Long::valueOf));
  }

  /**
   * A TCP port, or {@code off}.
   *
   * @return the type; {@code off} becomes 0
   */
  public static OptionType<Integer> portOrOff() {
    Function<String, Integer> port =
        between(1, 65535, "write a whole number from 1 to 65535, or off", Integer::valueOf);
    return of(
        "whole number, 1 to 65535, or off",
        text -> text.equalsIgnoreCase("off") ? 0 : port.apply(text));
  }

  /** A time span with its unit, {@code 500ms}, {@code 10s}, {@code 1m30s}. */
  public static OptionType<Duration> duration(Duration from, Duration to) {
    String range = written(from) + " to " + written(to);
    String remedy = "write a time span with its unit, like 500ms, 10s or 2m, from " + range;
    return of(
        "time span, " + range,
        between(
            from,
            to,
            remedy,
            text -> {
              // a bare number would be milliseconds, and is meant as seconds as often as not
              require(Character.isLetter(text.charAt(text.length() - 1)), remedy);
              return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
            }));
  }

  /** A time span as Camel reads it: with a unit, or in milliseconds. */
  public static OptionType<Duration> pause(Duration from, Duration to) {
    String range = written(from) + " to " + written(to);
    return of(
        "time span or milliseconds, " + range,
        between(
            from,
            to,
            "write a time span like 500ms, 10s or 2m, from " + range,
            text -> Duration.ofMillis(TimeUtils.toMilliSeconds(text))));
  }

  /**
   * A number of bytes, {@code 512KB}, {@code 1MB}; 1 KB is 1024 bytes.
   *
   * @param from the least, in bytes
   * @param to the greatest, in bytes
   */
  public static OptionType<Long> size(long from, long to) {
    String range = size(from) + " to " + size(to);
    String remedy = "write a size like 512KB or 1MB, from " + range;
    return of(
        "size, " + range,
        between(
            from,
            to,
            remedy,
            text -> {
              Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
              require(matcher.matches(), remedy);
              return Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            }));
  }

  public static OptionType<Boolean> yesNo() {
    OptionType<String> word = oneOf("true", "false");
    return of(word.description(), text -> Boolean.valueOf(word.parse(text)));
  }

  public static OptionType<String> oneOf(String... words) {
    String list = String.join(" or ", words);
    return of(
        list,
        wordOr(
            Set.of(words),
            text -> {
              throw new IllegalArgumentException("write " + list);
            }));
  }

  /** One of some words, in their own case. */
  public static OptionType<String> exactly(String... words) {
    List<String> allowed = List.of(words);
    String list = String.join(" or ", allowed);
    return of(
        list,
        text -> {
          require(
              allowed.contains(text),
              Spelling.nearest(text, allowed)
                      .map(meant -> "did you mean " + meant + "? ")
                      .orElse("")
                  + "write "
                  + list);
          return text;
        });
  }

  public static <T> OptionType<T> of(String description, Function<String, T> parser) {
    return new OptionType<>(description, parser);
  }

  /** The address of a web service: http or https, a host, a path if need be, and nothing more. */
  public static OptionType<URI> httpUrl() {
    String remedy = "write a URL like https://gws.example.com:8080";
    return of(
        "URL, http or https",
        text -> {
          URI url;
          try {
            url = new URI(text);
          } catch (URISyntaxException notAUrl) {
            throw new IllegalArgumentException(remedy, notAUrl);
          }
          String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
          require(Set.of("http", "https").contains(scheme) && url.getHost() != null, remedy);
          require(
              url.getRawUserInfo() == null,
              "take user name and password out of the URL and set them with their own keys");
          require(
              url.getRawQuery() == null && url.getRawFragment() == null,
              "end the URL before its '?' or '#'");
          return url;
        });
  }

  /** Where the broker is: {@code embedded}, {@code none}, or the URL of a JMS broker. */
  public static OptionType<String> broker() {
    return of(
        "embedded, none, a broker URL, or bean:NAME",
        wordOr(
            Set.of("embedded", "none"),
            text -> {
              requirePlain(text);
              require(
                  text.contains("://") || BEAN.matcher(text).matches(),
                  "write embedded, none, a broker URL like tcp://broker.example.com:61616 or"
                      + " amqps://broker.example.com, or bean:NAME");
              return requireNoPassword(text);
            }));
  }

  /** How several nodes elect one. */
  public static OptionType<String> cluster() {
    String forms = "none, ledger, file, or bean:NAME";
    return of(
        forms,
        wordOr(
            Set.of("none", "ledger", "file"),
            text -> {
              require(BEAN.matcher(text).matches(), "write " + forms);
              return text;
            }));
  }

  public static OptionType<String> ledger() {
    return of(
        "embedded, memory, or a PostgreSQL URL",
        wordOr(
            Set.of("embedded", "memory"),
            text -> {
              requirePlain(text);
              require(
                  text.startsWith("jdbc:postgresql:"),
                  "write embedded, memory, or jdbc:postgresql://host/database");
              return requireNoPassword(text);
            }));
  }

  public static OptionType<String> endpoint() {
    return of(
        "Camel endpoint",
        text -> {
          requireOneLine(text);
          require(
              text.indexOf(':') > 0, "write a Camel endpoint like jms:topic:workbin.notifications");
          return text;
        });
  }

  /** The name of a Camel component. */
  public static OptionType<String> component() {
    return of(
        "name of a component",
        text -> {
          require(text.matches("[a-z][a-z0-9-]*"), "write a name like jms or workbin-jms");
          return text;
        });
  }

  /** A file or folder. What is not absolute is taken from the product's own folder. */
  public static OptionType<Path> path() {
    return of(
        "path",
        text -> {
          try {
            return Path.of(requirePlain(text));
          } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("write a path of this system", noPath);
          }
        });
  }

  public static <T> OptionType<List<T>> listOf(String item, Function<String, T> parser) {
    return of(
        "list of " + item + ", comma separated",
        text -> {
          requireNoPlaceholder(text);
          List<T> items = new ArrayList<>();
          for (String part : text.split(",", -1)) {
            require(!part.isBlank(), "take the empty entry out of the list");
            items.add(parser.apply(part.strip()));
          }
          return List.copyOf(items);
        });
  }

  private static <T extends Comparable<T>> Function<String, T> between(
      T from, T to, String remedy, Function<String, T> parser) {
    return text -> {
      T value;
      try {
        value = parser.apply(text);
      } catch (IllegalArgumentException unreadable) {
        throw new IllegalArgumentException(remedy, unreadable);
      }
      require(value.compareTo(from) >= 0 && value.compareTo(to) <= 0, remedy);
      return value;
    };
  }

  private static Function<String, String> wordOr(
      Set<String> words, Function<String, String> other) {
    return text -> {
      String word = text.toLowerCase(Locale.ROOT);
      return words.contains(word) ? word : other.apply(text);
    };
  }

  private static void require(boolean isRight, String remedy) {
    if (!isRight) {
      throw new IllegalArgumentException(remedy);
    }
  }

  private static String requirePlain(String text) {
    return requireNoPlaceholder(requireOneLine(text));
  }

  private static String requireOneLine(String text) {
    require(
        text.chars().noneMatch(Character::isISOControl),
        "it has a line break or another control character: write it on one line, without one at"
            + " its end");
    return text;
  }

  private static String requireNoPlaceholder(String text) {
    require(!text.contains("{{"), "placeholders are not replaced here: write the value out");
    return text;
  }

  private static String requireNoPassword(String url) {
    require(
        !PASSWORD_IN_URL.matcher(url).find(),
        "take user name and password out of the URL and set them with their own keys");
    return url;
  }

  private static long unit(String unit) {
    return switch (unit == null ? "B" : unit) {
      case "KB" -> 1L << 10;
      case "MB" -> 1L << 20;
      case "GB" -> 1L << 30;
      default -> 1;
    };
  }

  /** A size in the form that {@link #size(long, long)} reads. */
  static String size(long bytes) {
    for (String unit : List.of("GB", "MB", "KB")) {
      if (bytes >= unit(unit) && bytes % unit(unit) == 0) {
        return bytes / unit(unit) + unit;
      }
    }
    return bytes + "B";
  }

  /** A time span in the form that {@link #duration} reads. */
  static String written(Duration span) {
    if (span.toMillis() % 1000 != 0) {
      return span.toMillis() + "ms";
    }
    if (span.isZero() || span.toSeconds() % 60 != 0) {
      return span.toSeconds() + "s";
    }
    if (span.toMinutes() % 60 != 0) {
      return span.toMinutes() + "m";
    }
    return span.toHours() % 24 == 0 ? span.toDays() + "d" : span.toHours() + "h";
  }
}
