package org.workbinroutes.ops.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.workbinroutes.ops.Home;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.ConfigurationRule;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --config} of a command that reads the configuration. */
final class ConfigFolder {
  @Option(
      names = "--config",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder with application.properties. Default: config")
  private Path config;

  @Option(
      names = "--environment",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "File of environment variables, NAME=value a line, as the service's EnvironmentFile:"
              + " they hold as for the service.")
  private Path environment;

  /**
   * The file that is read.
   *
   * @return its path, whether it is there or not; null if there is no folder for it
   */
  Path file() {
    return Optional.ofNullable(config)
        .or(Home.ofProcess()::config)
        .map(folder -> folder.resolve(ConfigurationLoader.FILE_NAME))
        .orElse(null);
  }

  Configuration load() {
    return load(configuration -> List.of());
  }

  Configuration load(ConfigurationRule rule) {
    return load(rule, Map.of());
  }

  Configuration load(ConfigurationRule rule, Map<String, String> commandLine) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    if (environment != null) {
      variables.putAll(EnvironmentFile.read(environment));
    }
    return new ConfigurationLoader(
            Catalogue.standard(), variables, ConfigurationLoader.texts(System.getProperties()))
        .with(rule)
        .load(file(), commandLine, Home.ofProcess().folder());
  }
}
