package org.workbinroutes.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.workbinroutes.ops.routes.RouteSource;

/**
 * The folder the product is installed in, with {@code config}, {@code routes} and {@code data}. The
 * start script names it; without one it is the working directory.
 */
public record Home(Path folder) {
  /** The system property by which the start script names the folder. */
  public static final String PROPERTY = "workbinroutes.home";

  public static Home ofProcess() {
    return new Home(Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize());
  }

  public Optional<Path> config() {
    return existing("config");
  }

  public RouteSource routes() {
    return existing("routes").map(RouteSource::folder).orElseGet(RouteSource::builtIn);
  }

  private Optional<Path> existing(String name) {
    return Optional.of(folder.resolve(name)).filter(Files::isDirectory);
  }
}
