package org.workbinroutes.http;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/** The HTTP headers that a resource reads and writes; no other passes. */
public final class HttpHeaderAllowList implements HeaderFilterStrategy {
  /** Those of an {@link Answer}. */
  private static final List<String> OF_ANSWERS =
      List.of("Content-Type", "Cache-Control", "X-Content-Type-Options", "Retry-After");

  private final Set<String> in;
  private final Set<String> out;

  /** No header comes in, those of an {@link Answer} go out. */
  public HttpHeaderAllowList() {
    this("", "");
  }

  /**
   * Further headers.
   *
   * @param out those that are written besides those of an {@link Answer}, separated by commas
   */
  public HttpHeaderAllowList(String in, String out) {
    this.in = named(in, List.of());
    this.out = named(out, OF_ANSWERS);
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
  private static Set<String> named(String names, List<String> more) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(List.of(names.split(",")));
    set.addAll(more);
    return Collections.unmodifiableSet(set);
  }
}
