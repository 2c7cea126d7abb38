package org.workbinroutes.ops.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
          + " let in; 2 the command line or the configuration is wrong; 3 REJECTED by GWS; 4"
          + " FAILED, given up; 5 RECEIVED or UNCONFIRMED, under way; 6 there is no such request.",
      "",
      "Examples:",
      "  workbin-routes status order-4711",
      "  workbin-routes status order-4711 --json"
    })
final class StatusCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Parameters(paramLabel = "REQUEST-ID", description = "The request's id.")
  private String requestId;

  @Mixin private PlacementReport answers;

  @Override
  public Integer call() throws InterruptedException {
    RunningProduct product = answers.product();
    return answers.print(
        product, product.request(Answers.placement(requestId), TIMEOUT).build(), requestId);
  }
}
