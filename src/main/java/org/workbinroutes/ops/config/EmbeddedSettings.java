package org.workbinroutes.ops.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.spi.PropertiesComponent;

/**
 * The configuration of routes that live in somebody else's CamelContext: the same keys, without
 * those of the product's own process and HTTP server.
 */
public final class EmbeddedSettings {
  private static final String ROUTE_TEMPLATE = "camel.routeTemplate[";
  private static final Set<Group> GROUPS = Set.of(Group.GWS, Group.WORKBIN);

  /** What only a process of its own can do. */
  private static final Set<Option<?>> OF_THE_PROCESS =
      Set.of(
          WorkbinOptions.STOP_TIMEOUT,
          WorkbinOptions.STOP_NOTICE,
          WorkbinOptions.DYNAMIC_ENDPOINTS);

  private final Catalogue catalogue = Catalogue.standard();

  /**
   * The options that hold in somebody else's CamelContext.
   *
   * @return in the order of the reference
   */
  public List<Option<?>> options() {
    return catalogue.options().stream().filter(EmbeddedSettings::holds).toList();
  }

  /**
   * Loads what a program gives. Environment variables and system properties win, as in the product.
   */
  public Configuration given(Map<String, String> settings) {
    return load(
        settings,
        ours(System.getenv(), group -> group.prefix().toUpperCase(Locale.ROOT) + "_"),
        ours(ConfigurationLoader.texts(System.getProperties()), group -> group.prefix() + "."));
  }

  /** Takes the keys out of a CamelContext's own properties, as its placeholders would give them. */
  public Configuration of(PropertiesComponent properties) {
    Map<String, String> settings = new TreeMap<>();
    properties
        .loadProperties(EmbeddedSettings::isOurs)
        .stringPropertyNames()
        .forEach(key -> properties.resolveProperty(key).ifPresent(v -> settings.put(key, v)));
    for (Option<?> option : options()) {
      properties.resolveProperty(option.key()).ifPresent(v -> settings.put(option.key(), v));
    }
    return resolved(settings);
  }

  /** Loads what has been looked up in environment and system properties already. */
  public Configuration resolved(Map<String, String> settings) {
    return load(settings, Map.of(), Map.of());
  }

  /** Whether a key is one of ours, right or wrong. */
  public static boolean isOurs(String key) {
    return GROUPS.stream().anyMatch(group -> key.startsWith(group.prefix() + "."));
  }

  /**
   * Whether a key belongs neither to us nor to Camel, but is something that keys of ours refer to.
   */
  public static boolean isOfTheOwner(String key) {
    for (Group group : Group.values()) {
      if (key.startsWith(group.prefix() + ".")) {
        return false;
      }
    }
    return !key.startsWith("camel.");
  }

  private Configuration load(
      Map<String, String> settings, Map<String, String> environment, Map<String, String> system) {
    List<Problem> foreign = new ArrayList<>();
    settings.keySet().stream().sorted().forEach(key -> refuseForeign(key, foreign));
    if (!foreign.isEmpty()) {
      throw new ConfigurationException(foreign);
    }
    return new ConfigurationLoader(catalogue, environment, system).load(settings, Path.of(""));
  }

  private void refuseForeign(String key, List<Problem> problems) {
    if (catalogue.find(key).filter(option -> !holds(option)).isPresent()) {
      problems.add(
          new Problem(
              "settings",
              key + " is for the product as a process of its own",
              "take it out; see docs/embedding.md"));
    } else if (key.startsWith("camel.") && !key.startsWith(ROUTE_TEMPLATE)) {
      problems.add(
          new Problem(
              "settings",
              key + " sets up a CamelContext, which is yours here",
              "set it up in your own program"));
    }
  }

  private static boolean holds(Option<?> option) {
    return GROUPS.contains(option.group()) && !OF_THE_PROCESS.contains(option);
  }

  private interface Prefix {
    String of(Group group);
  }

  /** What the host's other variables say to the product's process means nothing here. */
  private static Map<String, String> ours(Map<String, String> all, Prefix prefix) {
    return all.entrySet().stream()
        .filter(entry -> GROUPS.stream().anyMatch(g -> entry.getKey().startsWith(prefix.of(g))))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
