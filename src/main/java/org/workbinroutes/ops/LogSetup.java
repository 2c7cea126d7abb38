package org.workbinroutes.ops;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Points Log4j to the distribution's settings. The jar brings none: who embeds it has his own. Has
 * to be called before the first log line.
 */
public final class LogSetup {
  private static final String PROPERTY = "log4j2.configurationFile";
  private static final String TEXT = "log4j2.properties";
  private static final String JSON = "log4j2-json.properties";
  private static final String JUL_PROPERTY = "java.util.logging.manager";
  private static final String JUL_BRIDGE = "org.apache.logging.log4j.jul.LogManager";

  /** Uses the settings in a folder, if it has some and none were named on the java command. */
  public void use(Path config, boolean json) {
    if (System.getProperty(JUL_PROPERTY) == null) {
      // some libraries log by Java's own means: to the same place, in the same form
      System.setProperty(JUL_PROPERTY, JUL_BRIDGE);
    }
    Path file = config.resolve(json ? JSON : TEXT);
    if (System.getProperty(PROPERTY) == null && Files.isRegularFile(file)) {
      System.setProperty(PROPERTY, file.toUri().toString());
    }
  }
}
