package org.workbinroutes.ops.cli;

import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Prints what a shell needs to complete the command line. It is made from the commands there are.
 */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Prints the script by which bash and zsh complete commands and options.",
    description = {
      "",
      "The script is made from the commands of this very version. In zsh it works through"
          + " bashcompinit, which the script loads by itself after compinit."
    },
    footer = {
      "",
      "Examples:",
      "  source <(workbin-routes completion)",
      "  workbin-routes completion > ~/.local/share/bash-completion/completions/workbin-routes"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
    spec.commandLine().getOut().flush();
    return ExitCodes.OK;
  }
}
