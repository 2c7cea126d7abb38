package org.workbinroutes.ops.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All options there are, in the order of the reference. */
public final class Catalogue {
  /** Keys that were options once, each with the one value that still holds. */
  static final Map<String, String> REMOVED = Map.of("gws.api", "v2");

  /**
   * What webhooks refer to by a name of the owner's: workbin.headers.SET.Header-Name and
   * workbin.secrets.NAME.
   */
  private static final Pattern NAMED_BY_THE_OWNER =
      Pattern.compile("workbin\\.(headers\\.[\\w-]+\\.[^.\\s]+|secrets\\.[\\w-]+)");

  /** Keys of the components maildigest and table, which are gone. */
  private static final Pattern OF_REMOVED_SINKS =
      Pattern.compile("workbin\\.(mail|datasource)\\..+");

  private final Map<String, Option<?>> byKey;
  private final Map<String, Option<?>> byFormerKey;

  private Catalogue(List<Class<?>> declarations) {
    Map<String, Option<?>> map = new LinkedHashMap<>();
    Map<String, Option<?>> former = new LinkedHashMap<>();
    // those of the component that have a name in GwsOptions come twice
    for (Option<?> option :
        Stream.concat(
                GwsOptions.component().values().stream(),
                declarations.stream().flatMap(Catalogue::declared))
            .distinct()
            .toList()) {
      if (map.put(option.key(), option) != null) {
        throw new IllegalArgumentException(option.key() + " is declared twice");
      }
      if (option.formerKey() != null) {
        former.put(option.formerKey(), option);
      }
    }
    this.byKey = map;
    this.byFormerKey = former;
  }

  public static Catalogue standard() {
    return new Catalogue(
        List.of(
            GwsOptions.class,
            WorkbinOptions.class,
            HttpOptions.class,
            ManagementOptions.class,
            ConsoleOptions.class,
            LogOptions.class));
  }

  /** The options that a class declares as constants: the declaration is all that a key needs. */
  private static Stream<Option<?>> declared(Class<?> declarations) {
    return Arrays.stream(declarations.getFields())
        .map(
            constant -> {
              try {
                return (Option<?>) constant.get(null);
              } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
              }
            });
  }

  /**
   * All options.
   *
   * @return in the order of the reference
   */
  public List<Option<?>> options() {
    return List.copyOf(byKey.values());
  }

  public Optional<Option<?>> find(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /**
   * Whether a key can be typed: an option's, what one was called before, or one that was removed.
   */
  boolean isKnown(String key) {
    return byKey.containsKey(key) || byFormerKey.containsKey(key) || REMOVED.containsKey(key);
  }

  /** Whether the owner chooses a part of the key; what such a key says goes to Camel as it is. */
  boolean isFreeKey(String key) {
    return NAMED_BY_THE_OWNER.matcher(key).matches();
  }

  /** Whether an earlier version had the key, and none takes its place. */
  boolean isOfRemovedSink(String key) {
    return OF_REMOVED_SINKS.matcher(key).matches();
  }

  List<String> keys() {
    return List.copyOf(byKey.keySet());
  }

  List<String> environmentNames() {
    return Stream.of(byKey.keySet(), byFormerKey.keySet(), REMOVED.keySet())
        .flatMap(Set::stream)
        .map(Option::environmentName)
        .toList();
  }
}
