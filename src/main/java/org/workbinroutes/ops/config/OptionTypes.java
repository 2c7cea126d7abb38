package org.workbinroutes.ops.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
    return type(
        "text",
        text -> {
          requireOneLine(text);
          return requireNoPlaceholder(text);
        });
  }

  /** Text of one line that is taken to the letter, blanks at its ends and braces included. */
  public static OptionType<String> secret() {
    return type("text, secret", OptionTypes::requireOneLine);
  }

  public static OptionType<Integer> wholeNumber(int from, int to) {
    String remedy = "write a whole number from " + from + " to " + to;
    return type(
        "whole number, " + from + " to " + to,
        text -> {
          try {
            int number = Integer.parseInt(text);
            if (number >= from && number <= to) {
              return number;
            }
          } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(remedy, notANumber);
          }
          throw new IllegalArgumentException(remedy);
        });
  }

  /** A number of bytes, as a plain number. */
  public static OptionType<Long> bytes() {
    return type(
        "whole number of bytes, 1 or more",
        text -> {
          try {
            long number = Long.parseLong(text);
            if (number > 0) {
              return number;
            }
          } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                "write a whole number of bytes, without a unit", notANumber);
          }
          throw new IllegalArgumentException("write a whole number of bytes above 0");
        });
  }

  /**
   * A TCP port, or {@code off}.
   *
   * @return the type; {@code off} becomes 0
   */
  public static OptionType<Integer> portOrOff() {
    OptionType<Integer> port = wholeNumber(1, 65535);
    return type(
        "whole number, 1 to 65535, or off",
        text -> {
          if (text.equalsIgnoreCase("off")) {
            return 0;
          }
          try {
            return port.parse(text);
          } catch (IllegalArgumentException noPort) {
            throw new IllegalArgumentException(
                "write a whole number from 1 to 65535, or off", noPort);
          }
        });
  }

  /** A time span with its unit, {@code 500ms}, {@code 10s}, {@code 1m30s}. */
  public static OptionType<Duration> duration(Duration from, Duration to) {
    String range = written(from) + " to " + written(to);
    String remedy = "write a time span with its unit, like 500ms, 10s or 2m, from " + range;
    return type(
        "time span, " + range,
        text -> {
          // a bare number would be taken as milliseconds, and is meant as seconds as often as not
          if (Character.isLetter(text.charAt(text.length() - 1))) {
            try {
              Duration span = Duration.ofMillis(TimeUtils.toMilliSeconds(text));
              if (span.compareTo(from) >= 0 && span.compareTo(to) <= 0) {
                return span;
              }
            } catch (IllegalArgumentException noSpan) {
              throw new IllegalArgumentException(remedy, noSpan);
            }
          }
          throw new IllegalArgumentException(remedy);
        });
  }

  /** A time span as Camel reads it: with a unit, or in milliseconds. */
  public static OptionType<Duration> pause(Duration from, Duration to) {
    String range = written(from) + " to " + written(to);
    String remedy = "write a time span like 500ms, 10s or 2m, from " + range;
    return type(
        "time span or milliseconds, " + range,
        text -> {
          try {
            Duration span = Duration.ofMillis(TimeUtils.toMilliSeconds(text));
            if (span.compareTo(from) >= 0 && span.compareTo(to) <= 0) {
              return span;
            }
          } catch (IllegalArgumentException noSpan) {
            throw new IllegalArgumentException(remedy, noSpan);
          }
          throw new IllegalArgumentException(remedy);
        });
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
    return type(
        "size, " + range,
        text -> {
          Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
          if (matcher.matches()) {
            long bytes = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
            if (bytes >= from && bytes <= to) {
              return bytes;
            }
          }
          throw new IllegalArgumentException(remedy);
        });
  }

  public static OptionType<Boolean> yesNo() {
    return type(
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("write true or false");
            });
  }

  public static OptionType<String> oneOf(String... words) {
    Set<String> allowed = Set.of(words);
    String list = String.join(" or ", words);
    return type(
        list,
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          if (!allowed.contains(word)) {
            throw new IllegalArgumentException("write " + list);
          }
          return word;
        });
  }

  /** One of some words, in their own case. */
  public static OptionType<String> exactly(String... words) {
    List<String> allowed = List.of(words);
    String list = String.join(" or ", allowed);
    return type(
        list,
        text -> {
          if (!allowed.contains(text)) {
            throw new IllegalArgumentException(
                Spelling.nearest(text, allowed)
                        .map(meant -> "did you mean " + meant + "? ")
                        .orElse("")
                    + "write "
                    + list);
          }
          return text;
        });
  }

  public static <T> OptionType<T> of(String description, Function<String, T> parser) {
    return type(description, parser);
  }

  /** The address of a web service: http or https, a host, a path if need be, and nothing more. */
  public static OptionType<URI> httpUrl() {
    return type(
        "URL, http or https",
        text -> {
          URI url;
          try {
            url = new URI(text);
          } catch (URISyntaxException notAUrl) {
            throw new IllegalArgumentException(
                "write a URL like https://gws.example.com:8080", notAUrl);
          }
          String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
          if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
            throw new IllegalArgumentException("write a URL like https://gws.example.com:8080");
          }
          if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                "take user name and password out of the URL and set them with their own keys");
          }
          if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("end the URL before its '?' or '#'");
          }
          return url;
        });
  }

  /** Where the broker is: {@code embedded}, {@code none}, or the URL of a JMS broker. */
  public static OptionType<String> broker() {
    String remedy =
        "write embedded, none, a broker URL like tcp://broker.example.com:61616 or"
            + " amqps://broker.example.com, or bean:NAME";
    return type(
        "embedded, none, a broker URL, or bean:NAME",
        text -> {
          requireOneLine(text);
          requireNoPlaceholder(text);
          if (text.equalsIgnoreCase("embedded") || text.equalsIgnoreCase("none")) {
            return text.toLowerCase(Locale.ROOT);
          }
          if (!text.contains("://") && !BEAN.matcher(text).matches()) {
            throw new IllegalArgumentException(remedy);
          }
          return requireNoPassword(text);
        });
  }

  /** How several nodes elect one. */
  public static OptionType<String> cluster() {
    return type(
        "none, ledger, file, or bean:NAME",
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          if (Set.of("none", "ledger", "file").contains(word)) {
            return word;
          }
          if (!BEAN.matcher(text).matches()) {
            throw new IllegalArgumentException("write none, ledger, file, or bean:NAME");
          }
          return text;
        });
  }

  public static OptionType<String> ledger() {
    return type(
        "embedded, memory, or a PostgreSQL URL",
        text -> {
          requireOneLine(text);
          requireNoPlaceholder(text);
          if (text.equalsIgnoreCase("embedded") || text.equalsIgnoreCase("memory")) {
            return text.toLowerCase(Locale.ROOT);
          }
          if (!text.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                "write embedded, memory, or jdbc:postgresql://host/database");
          }
          return requireNoPassword(text);
        });
  }

  public static OptionType<String> endpoint() {
    return type(
        "Camel endpoint",
        text -> {
          requireOneLine(text);
          if (text.indexOf(':') < 1) {
            throw new IllegalArgumentException(
                "write a Camel endpoint like jms:topic:workbin.notifications");
          }
          return text;
        });
  }

  /** The name of a Camel component. */
  public static OptionType<String> component() {
    return type(
        "name of a component",
        text -> {
          if (!text.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("write a name like jms or workbin-jms");
          }
          return text;
        });
  }

  /** A file or folder. What is not absolute is taken from the product's own folder. */
  public static OptionType<Path> path() {
    return type(
        "path",
        text -> {
          try {
            return Path.of(requireNoPlaceholder(requireOneLine(text)));
          } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("write a path of this system", noPath);
          }
        });
  }

  public static <T> OptionType<List<T>> listOf(String item, Function<String, T> parser) {
    return type(
        "list of " + item + ", comma separated",
        text -> {
          requireNoPlaceholder(text);
          List<T> items = new ArrayList<>();
          for (String part : Arrays.asList(text.split(",", -1))) {
            if (part.isBlank()) {
              throw new IllegalArgumentException("take the empty entry out of the list");
            }
            items.add(parser.apply(part.strip()));
          }
          return List.copyOf(items);
        });
  }

  private static <T> OptionType<T> type(String description, Function<String, T> parser) {
    return new OptionType<>() {
      @Override
      public T parse(String text) {
        return parser.apply(text);
      }

      @Override
      public String description() {
        return description;
      }
    };
  }

  private static String requireOneLine(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "it has a line break or another control character: write it on one line, without one at"
              + " its end");
    }
    return text;
  }

  private static String requireNoPlaceholder(String text) {
    if (text.contains("{{")) {
      throw new IllegalArgumentException("placeholders are not replaced here: write the value out");
    }
    return text;
  }

  private static String requireNoPassword(String url) {
    if (PASSWORD_IN_URL.matcher(url).find()) {
      throw new IllegalArgumentException(
          "take user name and password out of the URL and set them with their own keys");
    }
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

  private static String size(long bytes) {
    for (String unit : List.of("GB", "MB", "KB")) {
      if (bytes >= unit(unit) && bytes % unit(unit) == 0) {
        return bytes / unit(unit) + unit;
      }
    }
    return bytes + "B";
  }

  private static String written(Duration span) {
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
