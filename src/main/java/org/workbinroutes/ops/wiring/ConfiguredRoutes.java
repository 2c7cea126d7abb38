package org.workbinroutes.ops.wiring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.spi.RouteTemplateParameterSource;
import org.workbinroutes.ops.config.Configuration.RouteInstance;

/** Tells Camel of the routes that {@code camel.routeTemplate[name].*} makes. */
final class ConfiguredRoutes implements RouteTemplateParameterSource {
  private final Map<String, Map<String, Object>> parameters;

  ConfiguredRoutes(List<RouteInstance> routes) {
    this.parameters =
        routes.stream()
            .collect(
                Collectors.toMap(
                    RouteInstance::name,
                    route -> Map.copyOf(route.parameters()),
                    (one, other) -> one,
                    LinkedHashMap::new));
  }

  @Override
  public Map<String, Object> parameters(String routeId) {
    return parameters.get(routeId);
  }

  @Override
  public Set<String> routeIds() {
    return parameters.keySet();
  }
}
