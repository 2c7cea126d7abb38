package org.workbinroutes.intake;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * The HTTP headers that the intake reads and writes; no other passes. Query parameters come the
 * same way and are refused by {@link HttpIntake}.
 */
public class HttpHeaderAllowList implements HeaderFilterStrategy {
  private final Set<String> in;
  private final Set<String> out;

  /** The headers of the intake. */
  public HttpHeaderAllowList() {
    this(
        List.of("Content-Type", "Content-Encoding", "Idempotency-Key", "Prefer"),
        List.of(
            "Content-Type",
            "Cache-Control",
            "X-Content-Type-Options",
            "Retry-After",
            "Location",
            "Preference-Applied"));
  }

  /**
   * Other headers.
   *
   * @param in what is read
   * @param out what is written
   */
  protected HttpHeaderAllowList(List<String> in, List<String> out) {
    this.in = named(in);
    this.out = named(out);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !in.contains(name);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !out.contains(name);
  }

  /** HTTP does not tell upper from lower case; h2 knows lower case only. */
  private static Set<String> named(List<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(names);
    return Collections.unmodifiableSet(set);
  }
}
