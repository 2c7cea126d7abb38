package org.workbinroutes.ops.console;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** Asks the health checks of Camel and of the product, not more often than is good for them. */
public final class HealthReader {
  private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int MOST_PARTS = 200;
  private static final int MOST_DETAILS = 40;
  private static final int LONGEST_TEXT = 300;

  private final CamelContext context;
  private final Remembered<List<Finding>> findings;

  /**
   * A reader.
   *
   * @param context has the health checks
   */
  public HealthReader(CamelContext context) {
    this.context = context;
    this.findings = new Remembered<>(this::ask, KEPT_NANOS, System::nanoTime);
  }

  /**
   * What a part says of itself.
   *
   * @param id its name
   * @param state UP, DOWN or UNKNOWN
   * @param message what is wrong, for people; null if nothing is
   * @param details figures and names
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
    Collection<HealthCheck.Result> results = HealthCheckHelper.invoke(context);
    return results.stream()
        .map(HealthReader::finding)
        .sorted(Comparator.comparingInt(HealthReader::rank).thenComparing(Finding::id))
        .limit(MOST_PARTS)
        .toList();
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
              if (plain && details.size() < MOST_DETAILS) {
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
