package org.workbinroutes.ops.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** What holds: every option with its value, and what the file says to Camel. Immutable. */
public final class Configuration {
  /** The property that names the folder relative paths start at. */
  public static final String HOME = "workbin.home";

  private static final String ROUTE_TEMPLATE = "camel.routeTemplate[";

  private final Map<String, Object> values;
  private final Map<String, String> camelProperties;
  private final Map<String, String> places;
  private final List<String> warnings;
  private final Map<String, String> environment;

  Configuration(
      Map<String, Object> values,
      Map<String, String> camelProperties,
      Map<String, String> places,
      List<String> warnings,
      Map<String, String> environment) {
    this.values = Map.copyOf(values);
    this.camelProperties = Collections.unmodifiableMap(new LinkedHashMap<>(camelProperties));
    this.places = Map.copyOf(places);
    this.warnings = List.copyOf(warnings);
    this.environment = Map.copyOf(environment);
  }

  /** The value of an option that has one: a required one, or one with a default. */
  public <T> T get(Option<T> option) {
    return find(option).orElseThrow(() -> new NoSuchElementException(option.key() + " is not set"));
  }

  /** The value of an option. */
  public <T> Optional<T> find(Option<T> option) {
    @SuppressWarnings("unchecked") // the loader stores what the option's own type has made
    T value = (T) values.get(option.key());
    return Optional.ofNullable(value);
  }

  /**
   * What Camel gets as properties: the options that are no secret, as <code>{{http.port}}</code>;
   * {@code camel.*} keys as they are; and the owner's own keys. Paths are absolute, sizes are in
   * bytes.
   *
   * @return key and text, in the order of the file
   */
  public Map<String, String> camelProperties() {
    return camelProperties;
  }

  /**
   * Where a key was typed.
   *
   * @return for example {@code config/application.properties line 12}; empty for a default
   */
  public Optional<String> placeOf(String key) {
    return Optional.ofNullable(places.get(key));
  }

  /** What is wrong with an option, with the place where it was typed. */
  public Problem problem(Option<?> option, String fault, String remedy) {
    return new Problem(placeOf(option.key()).orElse(null), fault, remedy);
  }

  /** An environment variable, as <code>{{env:NAME}}</code> names it. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.getOrDefault(name, System.getenv(name)));
  }

  /** What is odd and does not keep the product from starting. */
  public List<String> warnings() {
    return warnings;
  }

  /** The routes that the file makes from templates with {@code camel.routeTemplate[name].*}. */
  public List<RouteInstance> routeInstances() {
    Map<String, Map<String, String>> parameters = new TreeMap<>();
    camelProperties.forEach(
        (key, value) -> {
          int end = key.indexOf("].");
          if (key.startsWith(ROUTE_TEMPLATE) && end > 0) {
            parameters
                .computeIfAbsent(
                    key.substring(ROUTE_TEMPLATE.length(), end), name -> new TreeMap<>())
                .put(key.substring(end + 2), value);
          }
        });
    return parameters.entrySet().stream()
        .map(
            route ->
                new RouteInstance(
                    route.getKey(),
                    route
                        .getValue()
                        .getOrDefault(
                            "templateId", route.getValue().getOrDefault("template-id", "")),
                    route.getValue()))
        .toList();
  }

  public Path dataFolder() {
    return get(WorkbinOptions.DATA);
  }

  /** The folder that every relative path starts at. */
  public Path home() {
    return Path.of(camelProperties.getOrDefault(HOME, "")).toAbsolutePath();
  }

  /** The keys alone: a value can be a secret. */
  @Override
  public String toString() {
    return "Configuration" + values.keySet();
  }

  /** A route made from a template. */
  public record RouteInstance(String name, String template, Map<String, String> parameters) {
    public RouteInstance {
      parameters = Map.copyOf(parameters);
    }

    public String key(String parameter) {
      return ROUTE_TEMPLATE + name + "]." + parameter;
    }
  }
}
