package org.workbinroutes.ops.check;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.workbinroutes.ops.config.Configuration;

/** Log levels at which libraries write down what customers wrote, or credentials. */
final class LogLevelsCheck implements Check {
  private static final String PART = "logging";
  private static final String FILE = "log4j2.properties";
  private static final String LEVEL = ".level";
  private static final Set<String> TALKATIVE = Set.of("debug", "trace", "all");

  private final Path file;

  /**
   * Makes the check.
   *
   * @param configuration the configuration file, beside which the log settings lie; null if there
   *     is none
   */
  LogLevelsCheck(Path configuration) {
    this.file = configuration == null ? null : configuration.resolveSibling(FILE);
  }

  @Override
  public List<Finding> look(Configuration configuration) {
    if (file == null || !Files.isRegularFile(file)) {
      return List.of();
    }
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      settings.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      return List.of(
          Finding.error(
              PART, FILE + " cannot be read", "save it as UTF-8, and write a backslash as \\\\"));
    }
    List<Finding> findings = new ArrayList<>();
    for (String key : new TreeSet<>(settings.stringPropertyNames())) {
      if (key.endsWith(LEVEL)) {
        String level = settings.getProperty(key).strip().toLowerCase(Locale.ROOT);
        String logger =
            settings.getProperty(
                key.substring(0, key.length() - LEVEL.length()) + ".name", "the root logger");
        boolean isBroker =
            logger.startsWith("org.apache.activemq") || logger.equals("the root logger");
        if (TALKATIVE.contains(level) || (isBroker && level.equals("info"))) {
          findings.add(
              Finding.warning(
                  PART,
                  FILE
                      + ": "
                      + key
                      + " = "
                      + level
                      + " has "
                      + logger
                      + " write messages and headers, with customers' data and logins, to the log",
                  "set " + key + " = warn when you have seen what you looked for"));
        }
      }
    }
    return findings.isEmpty() ? List.of(Finding.ok(PART, FILE + " logs no messages")) : findings;
  }
}
