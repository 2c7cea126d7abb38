package org.workbinroutes.spring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.config.Option;

/** The settings as Spring has them: YAML, profiles, environment, relaxed names, lists. */
final class SpringSettings {
  /** Their names follow other rules, and others' names are among them. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of(
          StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
          StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

  private final ConfigurableEnvironment environment;

  SpringSettings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  /** All that is set of ours, right or wrong. */
  Map<String, String> all() {
    Map<String, String> settings = new TreeMap<>();
    Binder binder = Binder.get(environment);
    List<Option<?>> options = new EmbeddedSettings().options();
    for (Option<?> option : options) {
      ConfigurationPropertyName name = relaxed(option.key());
      binder
          .bind(name, Bindable.of(String.class))
          .ifBound(value -> settings.put(option.key(), value));
      if (!settings.containsKey(option.key())) {
        binder
            .bind(name, Bindable.listOf(String.class))
            .ifBound(values -> settings.put(option.key(), String.join(",", values)));
      }
    }
    Set<ConfigurationPropertyName> known =
        options.stream().map(option -> relaxed(option.key())).collect(Collectors.toSet());
    known.add(relaxed(WorkbinRoutesAutoConfiguration.ENABLED));
    typed()
        .filter(EmbeddedSettings::isOurs)
        .filter(key -> !known.contains(relaxed(key.replaceAll("\\[\\d+]$", ""))))
        .forEach(key -> settings.put(key, environment.getProperty(key, "")));
    return settings;
  }

  private Stream<String> typed() {
    return environment.getPropertySources().stream()
        .filter(source -> !OF_THE_PROCESS.contains(source.getName()))
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .distinct();
  }

  private static ConfigurationPropertyName relaxed(String key) {
    return ConfigurationPropertyName.adapt(key, '.');
  }
}
