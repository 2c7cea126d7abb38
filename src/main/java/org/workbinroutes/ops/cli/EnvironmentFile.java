package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/** A file of environment variables as systemd's {@code EnvironmentFile} reads it. */
final class EnvironmentFile {
  private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"|'(.*)'");

  private EnvironmentFile() {}

  static Map<String, String> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  null,
                  "--environment: " + file + " cannot be read",
                  "name an existing file, and run this as a user who may read it")));
    }
    Map<String, String> variables = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      Matcher variable = VARIABLE.matcher(line);
      if (variable.matches()) {
        variables.put(variable.group(1), unquoted(variable.group(2)));
      } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith(";")) {
        problems.add(
            new Problem(
                file + ":" + (i + 1), "the line names no variable", "write it as NAME=value"));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return variables;
  }

  private static String unquoted(String value) {
    Matcher quoted = QUOTED.matcher(value);
    if (!quoted.matches()) {
      return value;
    }
    return quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
  }
}
