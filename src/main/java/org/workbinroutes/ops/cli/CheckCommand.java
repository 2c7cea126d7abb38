package org.workbinroutes.ops.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Home;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.check.Checks;
import org.workbinroutes.ops.check.Finding;
import org.workbinroutes.ops.check.Report;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.routes.RouteRules;
import org.workbinroutes.ops.routes.RouteSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the configuration and at all it leads to, and says what to mend. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Checks the configuration and all it leads to, and says what to mend.",
    description = {
      "",
      "Reads the configuration, logs in to GWS, lists the workbins, shakes hands with the"
          + " notification server, and tries ledger, broker, folders and sinks. Nothing is placed"
          + " and nothing is sent to a sink. It can be run beside the running product."
    },
    footer = {
      "",
      "Exit codes: 0 all is well, perhaps with warnings; 1 something cannot be reached; 2 the"
          + " configuration is wrong.",
      "",
      "Examples:",
      "  workbin-routes check",
      "  workbin-routes check --offline --json",
      "  workbin-routes check --config /etc/workbin-routes --data /var/lib/workbin-routes"
          + " --environment /etc/workbin-routes/environment"
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfigFolder config;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder with the *.camel.yaml route files. Default: routes")
  private Path routes;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for inbox, sinks and journal, as of run; wins over workbin.data.")
  private Path data;

  @Option(names = "--offline", description = "Only the configuration: connects to nothing.")
  private boolean offline;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "15",
      description = "How long the notification connection may take. Default: ${DEFAULT-VALUE}")
  private int patience;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Override
  public Integer call() {
    Configuration configuration;
    try {
      configuration =
          config.load(
              new RouteRules(
                  routes == null ? Home.ofProcess().routes() : RouteSource.folder(routes)),
              data == null
                  ? Map.of()
                  : Map.of(WorkbinOptions.DATA.key(), data.toAbsolutePath().toString()));
    } catch (ConfigurationException wrong) {
      print(new Report(wrong.problems().stream().map(CheckCommand::finding).toList()));
      return ExitCodes.CONFIGURATION;
    }
    Path file = config.file();
    Report report =
        (offline ? Checks.offline(file) : Checks.all(file, Duration.ofSeconds(patience)))
            .look(configuration);
    print(report);
    return report.hasErrors() ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private static Finding finding(Problem problem) {
    return new Finding(
        "configuration",
        Finding.Level.ERROR,
        (problem.place() == null ? "" : problem.place() + ": ") + problem.fault(),
        problem.remedy());
  }

  private void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> lines = json ? List.of(report.json()) : report.table();
    lines.forEach(out::println);
    out.flush();
  }
}
