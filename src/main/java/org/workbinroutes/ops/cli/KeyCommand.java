package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.config.BrokerUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an API key. It is kept nowhere: whoever loses it makes another. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header =
        "Makes a key for callers of the HTTP intake or users of the embedded broker, and its line"
            + " of the configuration.",
    description = {
      "",
      "The key itself is printed once, for its owner. The configuration gets its hash, which lets"
          + " nobody in."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes key --place crm",
      "  workbin-routes key --read dashboard",
      "  workbin-routes key --broker send crm"
    })
final class KeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--read", description = "The key may look (GET), and not place.")
  private boolean read;

  @Option(
      names = "--place",
      description =
          "The key may place and look at single placements and batches, and do nothing else.")
  private boolean place;

  @Option(
      names = "--broker",
      paramLabel = "ROLES",
      description =
          "The key is a password at the embedded broker, of a user with these roles: send,"
              + " dead-letters, notifications; several are joined by +.")
  private String roles;

  @Option(names = "--json", description = "Prints JSON instead of lines to copy.")
  private boolean json;

  @Parameters(
      paramLabel = "NAME",
      description = "What its owner is called in the log: letters, digits, '.', '_' and '-'.")
  private String name;

  @Override
  public Integer call() {
    String key = ApiKey.generate(new SecureRandom());
    String option = roles == null ? "http.keys" : "workbin.broker.users";
    String line =
        name
            + ":"
            + ApiKey.hashOf(key)
            + (roles != null ? ":" + roles : read ? ":read" : place ? ":place" : "");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      if (roles == null) {
        ApiKey.parse(line);
      } else {
        BrokerUser.parse(line);
      }
    } catch (IllegalArgumentException odd) {
      err.println(
          "NAME is 1 to 64 letters, digits, '.', '_' and '-'"
              + (roles == null
                  ? ""
                  : "; ROLES are send, dead-letters, notifications, joined by +"));
      err.flush();
      return ExitCodes.CONFIGURATION;
    }
    if (json) {
      out.println(new JsonMapper().createObjectNode().put("key", key).put(option, line));
    } else {
      out.println("# for config/application.properties; several keys are separated by commas");
      out.println(option + " = " + line);
      if (roles == null) {
        out.println("# for the caller, a header of each request; it is shown only this once");
        out.println("X-API-Key: " + key);
      } else {
        out.println("# for the user " + name + "; it is shown only this once");
        out.println("password: " + key);
      }
    }
    out.flush();
    return ExitCodes.OK;
  }
}
