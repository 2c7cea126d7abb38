package org.workbinroutes.ops.routes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A route template as its route file declares it: the declaration that settings are checked by.
 *
 * @param parameters by name, in the order of the file
 */
public record RouteTemplate(String id, Map<String, Parameter> parameters) {
  public RouteTemplate {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * A parameter.
   *
   * @param defaultText what holds without it; null if nothing does
   */
  public record Parameter(String name, boolean required, String defaultText) {}

  /** The parameter that a key names; Camel takes first-delay for firstDelay. */
  Optional<Parameter> find(String key) {
    return Optional.ofNullable(parameters.get(key))
        .or(
            () ->
                parameters.values().stream()
                    .filter(parameter -> plain(parameter.name()).equals(plain(key)))
                    .findFirst());
  }

  List<String> names() {
    return List.copyOf(parameters.keySet());
  }

  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
