package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.workbinroutes.ops.Version;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the running product to place again what was given up. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Has requests placed again that were given up.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration or at --url. A"
          + " request that may have reached GWS is looked for in its workbin first, so that nothing"
          + " is placed twice."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes replay --request order-4711",
      "  workbin-routes replay --since 2026-11-24T10:00:00Z",
      "  workbin-routes replay --all"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Mixin private Answers answers;

  /** Which requests. */
  static final class Which {
    @Option(
        names = "--request",
        paramLabel = "ID",
        description = "One request, refused by GWS or given up.")
    private String request;

    @Option(names = "--all", description = "All that were given up.")
    private boolean all;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "All that were given up since a time, for example 2026-11-24T10:00:00Z.")
    private Instant since;
  }

  @Override
  public Integer call() throws InterruptedException {
    RunningProduct product = answers.product();
    HttpRequest.Builder request =
        which.request != null
            ? product
                .request(Answers.placement(which.request) + "/retry", TIMEOUT)
                .POST(HttpRequest.BodyPublishers.noBody())
            : product
                .request("/replays", TIMEOUT)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        which.all ? "{}" : "{\"since\":\"" + which.since + "\"}"));
    return answers.print(
        product,
        request.header("Content-Type", "application/json").build(),
        202,
        which.request != null ? ReplayCommand::placement : ReplayCommand::all);
  }

  private static List<String> placement(JsonNode answer) {
    return new TextTable(
            List.of("REQUEST", "STATE", "INTERACTION", "WORKBIN"),
            List.of(
                Stream.of("requestId", "state", "interactionId", "workbinId")
                    .map(name -> Answers.text(answer.path(name)))
                    .toList()))
        .lines();
  }

  private static List<String> all(JsonNode answer) {
    int reopened = answer.path("reopened").asInt();
    return List.of(reopened + (reopened == 1 ? " request is" : " requests are") + " placed again");
  }
}
