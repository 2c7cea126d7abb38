package org.workbinroutes.ops.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Reads the configuration: command line over {@code -D} system properties over environment over
 * file over defaults. An empty value counts as not typed.
 */
public final class ConfigurationLoader {
  /** The file's name in the configuration folder. */
  public static final String FILE_NAME = "application.properties";

  private final Catalogue catalogue;
  private final Map<String, String> environment;
  private final Map<String, String> systemProperties;
  private final ConfigurationRule rule;

  public ConfigurationLoader(
      Catalogue catalogue, Map<String, String> environment, Map<String, String> systemProperties) {
    this(catalogue, environment, systemProperties, configuration -> List.of());
  }

  private ConfigurationLoader(
      Catalogue catalogue,
      Map<String, String> environment,
      Map<String, String> systemProperties,
      ConfigurationRule rule) {
    this.catalogue = catalogue;
    this.environment = Map.copyOf(environment);
    this.systemProperties = Map.copyOf(systemProperties);
    this.rule = rule;
  }

  public static ConfigurationLoader ofProcess(Catalogue catalogue) {
    return new ConfigurationLoader(catalogue, System.getenv(), texts(System.getProperties()));
  }

  /** The same loader with one more rule; its problems are named together with all others. */
  public ConfigurationLoader with(ConfigurationRule more) {
    return new ConfigurationLoader(catalogue, environment, systemProperties, more);
  }

  /** The texts among Java properties, their defaults included. */
  public static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : properties.stringPropertyNames()) {
      // one that was taken out meanwhile by another thread is an empty text
      texts.put(key, properties.getProperty(key, ""));
    }
    return texts;
  }

  /**
   * Loads and checks everything.
   *
   * @param file the properties file; null for none
   */
  public Configuration load(Path file, Map<String, String> commandLine, Path base) {
    return load(
        file == null ? ConfigurationFile.none() : ConfigurationFile.read(file), commandLine, base);
  }

  /** Loads and checks what a program gives in place of the file. */
  public Configuration load(Map<String, String> settings, Path base) {
    return load(ConfigurationFile.of(settings), Map.of(), base);
  }

  private Configuration load(ConfigurationFile read, Map<String, String> commandLine, Path base) {
    List<Problem> problems = new ArrayList<>(read.problems());
    List<String> warnings = new ArrayList<>();
    checkFileKeys(read, problems);
    checkEnvironmentNames(read, problems, warnings);
    checkSystemPropertyNames(problems);
    checkRemovedKeys(read, commandLine, problems, warnings);

    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    Map<String, String> camelProperties = new LinkedHashMap<>();
    for (Option<?> option : catalogue.options()) {
      typed(option, read, commandLine)
          .ifPresentOrElse(
              typed -> {
                places.put(option.key(), typed.place());
                if (!typed.key().equals(option.key())) {
                  warnings.add(
                      typed.place()
                          + ": "
                          + typed.key()
                          + " is called "
                          + option.key()
                          + " now; the old key is still read: rename it");
                }
                parse(option, typed, base, problems)
                    .ifPresent(value -> keep(option, typed.text(), value, values, camelProperties));
              },
              () -> fallBack(option, base, problems, values, camelProperties));
    }
    for (ConfigurationFile.Entry entry : read.entries()) {
      if (!catalogue.isKnown(entry.key())) {
        places.put(entry.key(), entry.place());
        camelProperties.put(entry.key(), overridden(entry));
      }
    }
    camelProperties.put(Configuration.HOME, base.toAbsolutePath().normalize().toString());
    Configuration configuration =
        new Configuration(values, camelProperties, places, warnings, environment);
    if (problems.isEmpty()) {
      problems.addAll(new ConsistencyRules(configuration).check());
    }
    problems.addAll(rule.check(configuration));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return configuration;
  }

  /**
   * What is typed for one option, unchecked: for what must be known before {@link #load} is called.
   *
   * @param file the properties file; null for none
   */
  public Optional<String> typed(Path file, Option<?> option) {
    ConfigurationFile read = file == null ? ConfigurationFile.none() : ConfigurationFile.read(file);
    return typed(option, read, Map.of())
        .map(typed -> typed.text().strip())
        .or(() -> Optional.ofNullable(option.defaultText()));
  }

  private record Typed(String key, String text, String place) {}

  private Optional<Typed> typed(
      Option<?> option, ConfigurationFile file, Map<String, String> commandLine) {
    return typed(option.key(), file, commandLine)
        .or(
            () ->
                Optional.ofNullable(option.formerKey())
                    .flatMap(former -> typed(former, file, commandLine)));
  }

  private Optional<Typed> typed(
      String key, ConfigurationFile file, Map<String, String> commandLine) {
    List<Typed> candidates = new ArrayList<>();
    String variable = Option.environmentName(key);
    candidates.add(new Typed(key, commandLine.get(key), "command line"));
    candidates.add(new Typed(key, systemProperties.get(key), "system property -D" + key));
    candidates.add(new Typed(key, environment.get(variable), "environment variable " + variable));
    for (ConfigurationFile.Entry entry : file.entries()) {
      if (entry.key().equals(key)) {
        candidates.add(new Typed(key, entry.value(), entry.place()));
      }
    }
    return candidates.stream()
        .filter(typed -> typed.text() != null && !typed.text().isBlank())
        .findFirst();
  }

  private static Optional<Object> parse(
      Option<?> option, Typed typed, Path base, List<Problem> problems) {
    // a secret is taken to the letter: a blank at its end may belong to it
    String text = option.secret() ? typed.text() : typed.text().strip();
    try {
      Object value = option.type().parse(text);
      return Optional.of(value instanceof Path path ? absolute(path, base) : value);
    } catch (IllegalArgumentException wrong) {
      problems.add(
          option.secret()
              ? new Problem(typed.place(), typed.key() + " cannot be used", wrong.getMessage())
              : Problem.unusable(typed.place(), typed.key(), text, wrong.getMessage()));
      return Optional.empty();
    }
  }

  private static void fallBack(
      Option<?> option,
      Path base,
      List<Problem> problems,
      Map<String, Object> values,
      Map<String, String> camelProperties) {
    if (option.defaultText() != null) {
      Typed standard = new Typed(option.key(), option.defaultText(), "default");
      parse(option, standard, base, problems)
          .ifPresent(value -> keep(option, standard.text(), value, values, camelProperties));
    } else if (option.isRequired()) {
      problems.add(missing(option, "it has no default"));
    }
  }

  static Problem missing(Option<?> option, String reason) {
    return new Problem(
        null,
        option.key() + " is missing (" + reason + ")",
        "set " + option.key() + " in " + FILE_NAME + ", or " + option.environmentName());
  }

  private static void keep(
      Option<?> option,
      String text,
      Object value,
      Map<String, Object> values,
      Map<String, String> camelProperties) {
    values.put(option.key(), value);
    if (!option.secret()) {
      boolean written = value instanceof Path || value instanceof Long;
      String property = written ? value.toString() : text.strip();
      camelProperties.put(option.key(), property);
      if (option.formerKey() != null) {
        camelProperties.put(option.formerKey(), property);
      }
    }
  }

  private static Path absolute(Path path, Path base) {
    return base.resolve(path).toAbsolutePath().normalize();
  }

  private String overridden(ConfigurationFile.Entry entry) {
    // Camel itself looks for CAMEL_... variables
    if (entry.key().startsWith("camel.")) {
      return entry.value();
    }
    String byProperty = systemProperties.get(entry.key());
    String byVariable = environment.get(Option.environmentName(entry.key()));
    return byProperty != null ? byProperty : byVariable != null ? byVariable : entry.value();
  }

  private void checkFileKeys(ConfigurationFile file, List<Problem> problems) {
    for (ConfigurationFile.Entry entry : file.entries()) {
      String key = entry.key();
      if (catalogue.isKnown(key) || catalogue.isFreeKey(key) || key.startsWith("camel.")) {
        continue;
      }
      Optional<String> slip = Spelling.slipOf(key, catalogue.keys());
      if (isOurs(key) || slip.isPresent()) {
        problems.add(
            new Problem(
                entry.place(),
                "there is no key " + key,
                catalogue.isOfRemovedSink(key)
                    ? "take it out; docs/upgrade.md says what replaces it"
                    : slip.or(() -> Spelling.nearest(key, catalogue.keys()))
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("take it out; docs/configuration.md lists every key")));
      }
    }
  }

  private void checkRemovedKeys(
      ConfigurationFile file,
      Map<String, String> commandLine,
      List<Problem> problems,
      List<String> warnings) {
    Catalogue.REMOVED.forEach(
        (key, remaining) ->
            typed(key, file, commandLine)
                .ifPresent(
                    typed -> {
                      String text = typed.text().strip();
                      if (text.equalsIgnoreCase(remaining)) {
                        warnings.add(
                            typed.place()
                                + ": there is no key "
                                + key
                                + " any more, "
                                + remaining
                                + " always holds: take it out");
                      } else {
                        problems.add(
                            new Problem(
                                typed.place(),
                                key + " = " + text + " is no longer supported",
                                "take it out; " + remaining + " always holds"));
                      }
                    }));
  }

  private void checkSystemPropertyNames(List<Problem> problems) {
    for (String name : sorted(systemProperties.keySet())) {
      // the JDK has http.* properties of its own
      if (isOurs(name)
          && !name.startsWith("http.")
          && !catalogue.isKnown(name)
          && !catalogue.isFreeKey(name)) {
        problems.add(
            new Problem(
                "system property -D" + name,
                "there is no key " + name,
                Spelling.nearest(name, catalogue.keys())
                    .map(meant -> "did you mean " + meant + "?")
                    .orElse("take it out")));
      }
    }
  }

  /**
   * An unknown variable is an error only if it is a slip of a known one: platforms set variables of
   * their own, like {@code HTTP_PROXY} or Kubernetes' {@code GWS_SERVICE_HOST}.
   */
  private void checkEnvironmentNames(
      ConfigurationFile file, List<Problem> problems, List<String> warnings) {
    List<String> known = new ArrayList<>(catalogue.environmentNames());
    file.entries().forEach(entry -> known.add(Option.environmentName(entry.key())));
    for (String name : sorted(environment.keySet())) {
      if (known.contains(name)
          || !isOurs(name.toLowerCase(Locale.ROOT).replaceFirst("_", "."))
          || name.toUpperCase(Locale.ROOT).startsWith("HTTP_")) {
        continue;
      }
      Spelling.slipOf(name, known)
          .ifPresentOrElse(
              meant ->
                  problems.add(
                      new Problem(
                          "environment variable " + name,
                          "there is no such setting",
                          "did you mean " + meant + "?")),
              () ->
                  warnings.add(
                      "environment variable " + name + " is no setting and is left alone"));
    }
  }

  private static boolean isOurs(String key) {
    for (Group group : Group.values()) {
      if (key.toLowerCase(Locale.ROOT).startsWith(group.prefix() + ".")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted(Comparator.naturalOrder()).toList();
  }
}
