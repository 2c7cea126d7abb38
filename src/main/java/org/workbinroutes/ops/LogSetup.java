package org.workbinroutes.ops;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Points Log4j to the distribution's settings. The jar brings none: who embeds it has his own. Has
 * to be called before the first log line.
 */
public final class LogSetup {
  private static final String PROPERTY = "log4j2.configurationFile";
  private static final String FILE = "log4j2.properties";

  /**
   * Uses the settings in a folder, if it has some and none were named on the java command.
   *
   * @param config the configuration folder
   */
  public void use(Path config) {
    Path file = config.resolve(FILE);
    if (System.getProperty(PROPERTY) == null && Files.isRegularFile(file)) {
      System.setProperty(PROPERTY, file.toUri().toString());
    }
  }
}
