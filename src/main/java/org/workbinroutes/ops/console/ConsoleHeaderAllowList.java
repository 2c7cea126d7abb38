package org.workbinroutes.ops.console;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** The HTTP headers that the console reads and writes; no other passes. */
public final class ConsoleHeaderAllowList implements HeaderFilterStrategy {
  private final Set<String> in = named("Cookie");
  private final Set<String> out =
      named("Content-Type", "Cache-Control", "X-Content-Type-Options", "Retry-After", "Set-Cookie");

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !in.contains(name);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !out.contains(name);
  }

  /** HTTP does not tell upper from lower case; h2 knows lower case only. */
  private static Set<String> named(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(set, names);
    return Collections.unmodifiableSet(set);
  }
}
