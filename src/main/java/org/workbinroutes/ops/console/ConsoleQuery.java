package org.workbinroutes.ops.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.workbinroutes.ops.console.PlacementSearch.Next;
import org.workbinroutes.ops.console.PlacementSearch.Question;
import org.workbinroutes.placement.LedgerView.Position;
import org.workbinroutes.placement.PlacementState;

/** Reads what is looked for from the query of a URL: text, state, limit, afterAt and afterId. */
final class ConsoleQuery {
  private static final Set<String> KNOWN = Set.of("text", "state", "limit", "afterAt", "afterId");
  private static final int LONGEST_QUERY = 4_096;
  private static final int LONGEST_TEXT = 200;
  private static final int MOST_ROWS = 500;
  private static final int ROWS = 50;

  private ConsoleQuery() {}

  /**
   * Reads a query.
   *
   * @param query as it stands in the URL; null if there is none
   * @throws IllegalArgumentException if it is another; the message says what to write
   */
  static Question read(String query) {
    Map<String, String> values = values(query);
    String text = values.getOrDefault("text", "");
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("text has at most " + LONGEST_TEXT + " characters");
    }
    return new Question(
        text, states(values.getOrDefault("state", "")), limit(values), after(values));
  }

  private static Map<String, String> values(String query) {
    Map<String, String> values = new HashMap<>();
    if (query == null || query.isEmpty()) {
      return values;
    }
    if (query.length() > LONGEST_QUERY) {
      throw new IllegalArgumentException("the query is too long: shorten it");
    }
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (!KNOWN.contains(parts[0])) {
        throw new IllegalArgumentException(
            "the parameters are text, state, limit, afterAt and afterId, and no other");
      }
      String value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
      if (values.put(parts[0], value) != null) {
        throw new IllegalArgumentException(parts[0] + " is given twice: keep one of them");
      }
    }
    return values;
  }

  private static Set<PlacementState> states(String states) {
    if (states.isEmpty()) {
      return Set.of();
    }
    try {
      return Arrays.stream(states.split(",", -1))
          .map(PlacementState::valueOf)
          .collect(Collectors.toSet());
    } catch (IllegalArgumentException other) {
      throw new IllegalArgumentException(
          "state is none of "
              + Arrays.stream(PlacementState.values())
                  .map(PlacementState::name)
                  .collect(Collectors.joining(", ")),
          other);
    }
  }

  private static int limit(Map<String, String> values) {
    long limit = number(values.getOrDefault("limit", String.valueOf(ROWS)), "limit");
    if (limit < 1 || limit > MOST_ROWS) {
      throw new IllegalArgumentException("limit is a whole number from 1 to " + MOST_ROWS);
    }
    return (int) limit;
  }

  private static Position after(Map<String, String> values) {
    if (values.containsKey("afterAt") != values.containsKey("afterId")) {
      throw new IllegalArgumentException("afterAt and afterId go together, as next names them");
    }
    return values.containsKey("afterAt")
        ? new Next(number(values.get("afterAt"), "afterAt"), values.get("afterId")).position()
        : null;
  }

  private static long number(String text, String name) {
    if (!text.isEmpty()
        && text.length() <= 15
        && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.parseLong(text);
    }
    throw new IllegalArgumentException(name + " is a whole number");
  }
}
