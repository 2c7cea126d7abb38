package org.workbinroutes.ops.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command without a sub-command: says what there is. */
@Command(
    name = "workbin-routes",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Places interactions into Genesys group workbins and carries the notifications on.",
    description = {
      "",
      "Requests come in as files, JMS messages or HTTP calls; each becomes one AddInteraction call"
          + " to Genesys Web Services. What GWS notifies of the workbins goes to the sinks."
    },
    footer = {
      "",
      "Start here: write gws.url, gws.username and gws.password into config/application.properties"
          + " (or set GWS_URL, GWS_USERNAME, GWS_PASSWORD), then: workbin-routes run",
      "",
      "Exit codes: 0 all went well; 1 it could not start, stop in order, or be reached; 2 the"
          + " command line or the configuration is wrong. check, place and status say more of"
          + " theirs.",
      "",
      "Examples:",
      "  workbin-routes check",
      "  workbin-routes run",
      "  workbin-routes place --agent-group Sales --workbin ID --interaction ID",
      "  source <(workbin-routes completion)"
    },
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      PlaceCommand.class,
      StatusCommand.class,
      SinksCommand.class,
      TailCommand.class,
      DeadLettersCommand.class,
      ReplayCommand.class,
      KeyCommand.class,
      WarmUpCommand.class,
      CompletionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class WorkbinRoutes implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** The command line with all its commands. */
  public static CommandLine commandLine() {
    return HelpLayout.of(new CommandLine(new WorkbinRoutes()))
        .setExecutionExceptionHandler(WorkbinRoutes::refuse);
  }

  /** Names what is wrong with what was typed; anything else is a fault of ours, with its trace. */
  private static int refuse(Exception failure, CommandLine command, ParseResult typed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (failure instanceof ConfigurationException wrong) {
      wrong.problems().forEach(problem -> err.println("  - " + problem));
    } else if (failure instanceof IllegalArgumentException
        && !(command.getCommand() instanceof RunCommand)) {
      err.println(failure.getMessage());
    } else {
      throw failure;
    }
    err.flush();
    return ExitCodes.CONFIGURATION;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCodes.CONFIGURATION;
  }
}
