package org.workbinroutes.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The query of a URL, each parameter known and given once. It is read from the URL alone: Camel
 * turns parameters into headers as well, which nobody here looks at.
 */
final class HttpQuery {
  private static final int LONGEST = 4_096;

  private final Map<String, String> values;

  private HttpQuery(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the query of a request.
   *
   * @param message the request
   * @param known the parameters there are
   * @throws ProblemException if it has others, or one twice, or is not percent-encoded UTF-8
   */
  static HttpQuery of(Message message, Set<String> known) throws ProblemException {
    Map<String, String> values = new LinkedHashMap<>();
    if (message.getHeader(Exchange.HTTP_RAW_QUERY) instanceof String query && !query.isEmpty()) {
      if (query.length() > LONGEST) {
        throw new ProblemException(Problem.parameter("", "the query is too long: shorten it"));
      }
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        if (!known.contains(name)) {
          throw new ProblemException(
              Problem.parameter(
                  FieldNames.pointerPart(name),
                  known.isEmpty()
                      ? "no query parameters are taken here: remove it"
                      : FieldNames.shown(name)
                          + " is no parameter: "
                          + FieldNames.closest(name, known)
                              .map(meant -> "did you mean '" + meant + "'?")
                              .orElse("remove it")));
        }
        if (values.put(name, decoded(equals < 0 ? "" : pair.substring(equals + 1))) != null) {
          throw new ProblemException(
              Problem.parameter(name, name + " is given twice: keep one of them"));
        }
      }
    } else if (message.getHeader(Exchange.HTTP_RAW_QUERY) != null
        && !(message.getHeader(Exchange.HTTP_RAW_QUERY) instanceof String)) {
      throw new ProblemException(Problem.parameter("", "there are several queries: keep one"));
    }
    return new HttpQuery(values);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<Instant> instant(String name) throws ProblemException {
    try {
      return text(name).map(Instant::parse);
    } catch (DateTimeParseException noTime) {
      throw new ProblemException(
          Problem.parameter(name, name + " is no time: write it like 2026-11-24T10:00:00Z"));
    }
  }

  int number(String name, int least, int most, int otherwise) throws ProblemException {
    try {
      int number = text(name).map(Integer::parseInt).orElse(otherwise);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    throw new ProblemException(
        Problem.parameter(name, name + " is no number from " + least + " to " + most));
  }

  private static String decoded(String part) throws ProblemException {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw new ProblemException(
          Problem.parameter("", "a percent sign is not followed by two hex digits: encode it"));
    }
  }
}
