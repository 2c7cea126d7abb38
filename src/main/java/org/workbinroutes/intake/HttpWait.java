package org.workbinroutes.intake;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.workbinroutes.http.Problem;
import org.workbinroutes.http.ProblemException;
import org.workbinroutes.http.Query;
import org.workbinroutes.placement.PlacementWatch.Until;

/**
 * How long a caller wants to wait for what becomes of his placement.
 *
 * @param until how far it is to come; null if he does not wait
 * @param applied the preference of RFC 7240 that was followed; null if there was none
 */
record HttpWait(Until until, Duration within, String applied) {
  /** The query parameter. */
  static final String PARAMETER = "wait";

  private static final String ASYNC = "respond-async";
  private static final Pattern SECONDS = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

  /**
   * What a caller asks for. The query says how far, the header Prefer whether and how long; the
   * query wins.
   *
   * @param prefer the header's value or values; may be null
   * @throws ProblemException if the query says something else
   */
  static HttpWait of(Query query, Object prefer, Duration most) throws ProblemException {
    List<String> preferences = preferences(prefer);
    Optional<String> wait = query.text(PARAMETER);
    if (wait.isEmpty() && preferences.contains(ASYNC)) {
      return new HttpWait(null, Duration.ZERO, ASYNC);
    }
    Until until =
        switch (wait.orElse("accepted")) {
          case "none" -> null;
          case "accepted" -> Until.ACCEPTED;
          case "confirmed" -> Until.CONFIRMED;
          default ->
              throw new ProblemException(
                  Problem.parameter(PARAMETER, "wait is none of none, accepted and confirmed"));
        };
    if (until == null) {
      return new HttpWait(null, Duration.ZERO, null);
    }
    for (String preference : preferences) {
      Matcher seconds = SECONDS.matcher(preference);
      if (seconds.matches()) {
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
        Duration within = asked.compareTo(most) < 0 ? asked : most;
        return new HttpWait(until, within, "wait=" + within.toSeconds());
      }
    }
    return new HttpWait(until, most, null);
  }

  /** Whether the caller is answered as soon as the ledger has his request. */
  boolean isNone() {
    return until == null;
  }

  private static List<String> preferences(Object prefer) {
    String all =
        prefer instanceof List<?> several
            ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
            : prefer instanceof String one ? one : "";
    return List.of(all.split(",", -1)).stream()
        .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .toList();
  }
}
