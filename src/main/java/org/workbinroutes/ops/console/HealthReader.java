package org.workbinroutes.ops.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Asks the health checks of Camel and of the product, not more often than is good for them. */
public final class HealthReader {
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST_PARTS = 200;
  private static final int MOST_DETAILS = 40;
  private static final int LONGEST_TEXT = 300;
  private static final String UP = "UP";

  /** What Camel says of each route and of what begins it; told one by one only if one is down. */
  private static final Pattern OF_A_ROUTE = Pattern.compile("(route|consumer):.*");

  /** What Camel counts of its own asking. */
  private static final Pattern OF_THE_CHECK =
      Pattern.compile("(check|invocation|success|failure)\\..*");

  private final CamelContext context;
  private final Remembered<List<Finding>> findings;

  public HealthReader(CamelContext context) {
    this.context = context;
    this.findings = new Remembered<>(this::ask, KEPT_NANOS, System::nanoTime);
  }

  /**
   * What a part says of itself.
   *
   * @param message what is wrong, for people; null if nothing is
   */
  public record Finding(String id, String state, String message, Map<String, String> details) {}

  /**
   * How the parts are, those that are down first.
   *
   * @return at most 200 of them
   * @throws Exception if they could not be asked
   */
  public List<Finding> findings() throws Exception {
    return findings.get();
  }

  private List<Finding> ask() {
    List<Finding> all =
        HealthCheckHelper.invoke(context).stream().map(HealthReader::finding).toList();
    List<Finding> told = new ArrayList<>();
    for (Finding one : all) {
      if (!one.state().equals(UP) || !OF_A_ROUTE.matcher(one.id()).matches()) {
        told.add(one);
      }
    }
    routes(all).ifPresent(told::add);
    return told.stream()
        .sorted(Comparator.comparingInt(HealthReader::rank).thenComparing(Finding::id))
        .limit(MOST_PARTS)
        .toList();
  }

  /** One finding for all routes that are well. */
  private static Optional<Finding> routes(List<Finding> all) {
    long well =
        all.stream().filter(one -> one.id().startsWith("route:") && one.state().equals(UP)).count();
    return well == 0
        ? Optional.empty()
        : Optional.of(new Finding("routes", UP, null, Map.of("running", String.valueOf(well))));
  }

  private static int rank(Finding finding) {
    return switch (finding.state()) {
      case "DOWN" -> 0;
      case "UNKNOWN" -> 1;
      default -> 2;
    };
  }

  private static Finding finding(HealthCheck.Result result) {
    Map<String, String> details = new TreeMap<>();
    result
        .getDetails()
        .forEach(
            (name, value) -> {
              boolean plain =
                  value instanceof String || value instanceof Number || value instanceof Boolean;
              if (plain && !OF_THE_CHECK.matcher(name).matches() && details.size() < MOST_DETAILS) {
                details.put(name, cut(String.valueOf(value)));
              }
            });
    return new Finding(
        result.getCheck().getId(),
        result.getState().name(),
        result.getMessage().map(HealthReader::cut).orElse(null),
        details);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "\u2026";
  }
}
