package org.workbinroutes.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The query of a URL, each parameter known and given once. It is read from the URL alone: Camel
 * turns parameters into headers as well, which nobody here looks at.
 */
public final class Query {
  private static final int LONGEST = 4_096;
  private static final int LONGEST_SHOWN = 40;

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /** Reads the query of a request. */
  public static Query of(Message message, String... known) throws ProblemException {
    Object query = message.getHeader(Exchange.HTTP_RAW_QUERY);
    if (query != null && !(query instanceof String)) {
      throw refused("", "there are several queries: keep one");
    }
    return parse((String) query, known);
  }

  public static Query parse(String query, String... known) throws ProblemException {
    Map<String, String> values = new LinkedHashMap<>();
    if (query == null || query.isEmpty()) {
      return new Query(values);
    }
    if (query.length() > LONGEST) {
      throw refused("", "the query is too long: shorten it");
    }
    Set<String> names = new TreeSet<>(Arrays.asList(known));
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!names.contains(name)) {
        throw refused(
            shown(name),
            names.isEmpty()
                ? "no query parameters are taken here: remove it"
                : "there is no such parameter: take one of " + String.join(", ", names));
      }
      if (values.put(name, decoded(equals < 0 ? "" : pair.substring(equals + 1))) != null) {
        throw refused(name, name + " is given twice: keep one of them");
      }
    }
    return new Query(values);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Optional<Instant> instant(String name) throws ProblemException {
    try {
      return text(name).map(Instant::parse);
    } catch (DateTimeParseException noTime) {
      throw refused(name, name + " is no time: write it like 2026-11-24T10:00:00Z");
    }
  }

  public long number(String name, long least, long most, long otherwise) throws ProblemException {
    try {
      long number = text(name).map(Long::parseLong).orElse(otherwise);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    throw refused(name, name + " is no number from " + least + " to " + most);
  }

  /** Some of the constants of a type, separated by commas. */
  public <E extends Enum<E>> Set<E> some(String name, Class<E> type) throws ProblemException {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return Set.of();
    }
    try {
      return Arrays.stream(given.get().split(",", -1))
          .map(one -> Enum.valueOf(type, one))
          .collect(Collectors.toSet());
    } catch (IllegalArgumentException other) {
      throw refused(
          name,
          name
              + " is none of "
              + Arrays.stream(type.getEnumConstants())
                  .map(Enum::name)
                  .collect(Collectors.joining(", "))
              + "; several are separated by commas");
    }
  }

  private static ProblemException refused(String name, String detail) {
    return new ProblemException(Problem.parameter(name, detail));
  }

  /** A name from outside for an answer: short, one line. */
  private static String shown(String name) {
    return name.codePoints()
        .limit(LONGEST_SHOWN)
        .map(c -> c > 0x20 && c < 0x7f ? c : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String decoded(String part) throws ProblemException {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw refused("", "a percent sign is not followed by two hex digits: encode it");
    }
  }
}
