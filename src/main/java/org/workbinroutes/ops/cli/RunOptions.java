package org.workbinroutes.ops.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a command that starts the product. */
final class RunOptions {
  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "Folder with application.properties and log4j2.properties. Default: config")
  Path config;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder with the *.camel.yaml route files. Default: routes")
  Path routes;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for inbox, sinks and journal; wins over workbin.data. Default: data")
  Path data;

  /** The same options as they are typed. */
  List<String> typed() {
    List<String> typed = new ArrayList<>();
    add(typed, "--config", config);
    add(typed, "--routes", routes);
    add(typed, "--data", data);
    return typed;
  }

  private static void add(List<String> typed, String name, Path value) {
    if (value != null) {
      typed.add(name);
      typed.add(value.toString());
    }
  }
}
