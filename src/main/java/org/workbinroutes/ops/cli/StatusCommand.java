package org.workbinroutes.ops.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what became of a request. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Tells what became of a request: state, times, attempts, last error.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration or at --url,"
          + " whichever intake the request came by."
    },
    footer = {
      "",
      "Exit codes: 0 placed (ACCEPTED, CONFIRMED), or taken out again (PULLED); 1 no answer, or not"
          + " let in; 2 the command line or the configuration is wrong; 3 REJECTED by GWS; 4 FAILED,"
          + " given up; 5 RECEIVED or UNCONFIRMED, under way; 6 there is no such request.",
      "",
      "Examples:",
      "  workbin-routes status order-4711",
      "  workbin-routes status order-4711 --json"
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "REQUEST-ID", description = "The request's id.")
  private String requestId;

  @Option(names = "--json", description = "Prints the product's answer as it came.")
  private boolean json;

  @Mixin private ProductAddress address;

  @Override
  public Integer call() throws InterruptedException {
    String path = URLEncoder.encode(requestId, StandardCharsets.UTF_8).replace("+", "%20");
    try {
      RunningProduct product = address.product();
      return new PlacementReport(spec.commandLine().getOut(), err(), json)
          .print(product, product.request("/placements/" + path, TIMEOUT).build(), requestId);
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> err().println("  - " + problem));
    } catch (IllegalArgumentException wrong) {
      err().println(wrong.getMessage());
    }
    err().flush();
    return ExitCodes.CONFIGURATION;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
