package org.workbinroutes.sink;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Lets a route template use the id of the route that is being made from it: <code>{{route:id}}
 * </code>. With it a sink has its queue named after itself, and nobody types the name twice.
 */
final class RouteFunction implements PropertiesFunction {
  private final CamelContext context;

  RouteFunction(CamelContext context) {
    this.context = context;
  }

  @Override
  public String getName() {
    return "route";
  }

  @Override
  public String apply(String remainder) {
    String id = context.getCamelContextExtension().getCreateRoute();
    if (!"id".equals(remainder) || id == null) {
      throw new IllegalArgumentException(
          "{{route:" + remainder + "}} has no value here: {{route:id}} in a route template has");
    }
    return id;
  }
}
