package org.workbinroutes.ops.broker;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Lets headers in and out by their exact name, and no other. A list of what is forbidden misses the
 * next spelling; {@code CAmelHttpUri} is on no list of what is allowed.
 */
public final class HeaderAllowList implements HeaderFilterStrategy {
  private final Set<String> in;
  private final Set<String> out;

  public HeaderAllowList(Set<String> in, Set<String> out) {
    this.in = Set.copyOf(in);
    this.out = Set.copyOf(out);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !in.contains(name);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !out.contains(name);
  }
}
