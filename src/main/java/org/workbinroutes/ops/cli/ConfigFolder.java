package org.workbinroutes.ops.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.workbinroutes.ops.Home;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationLoader;
import picocli.CommandLine.Option;

/** The option {@code --config} of a command that looks at what a running product was told. */
final class ConfigFolder {
  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "Folder with application.properties. Default: config")
  private Path config;

  /**
   * Loads the configuration.
   *
   * @return what holds
   * @throws ConfigurationException with every problem, if there is one
   */
  Configuration load() {
    Home home = Home.ofProcess();
    return ConfigurationLoader.ofProcess(Catalogue.standard())
        .load(
            Optional.ofNullable(config)
                .or(home::config)
                .map(folder -> folder.resolve(ConfigurationLoader.FILE_NAME))
                .orElse(null),
            Map.of(),
            home.folder());
  }
}
