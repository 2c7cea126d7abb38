package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the running product for what its sinks could not be given. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Lists, replays and purges notifications that a sink could not be given.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration or at --url."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes dead-letters list --json",
      "  workbin-routes dead-letters show crm --limit 20",
      "  workbin-routes dead-letters replay crm",
      "  workbin-routes dead-letters purge crm --yes"
    })
final class DeadLettersCommand implements Callable<Integer> {
  /** A replay of many letters takes a while. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Spec private CommandSpec spec;

  @Mixin private Answers answers;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCodes.CONFIGURATION;
  }

  @Command(
      name = "list",
      description = "All sinks: what waits, and how many dead letters.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  workbin-routes dead-letters list"})
  int list() throws InterruptedException {
    return ask("GET", "/sinks", DeadLettersCommand::sinks);
  }

  @Command(
      name = "show",
      description = "The oldest dead letters of a sink: which notification, when and why.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  workbin-routes dead-letters show crm --limit 20"})
  int show(
      @Parameters(paramLabel = "SINK", description = "The sink's name.") String sink,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "How many at most, 1 to 1000. Default: 100")
          int limit)
      throws InterruptedException {
    return ask("GET", letters(sink) + "?limit=" + limit, DeadLettersCommand::letters);
  }

  @Command(
      name = "replay",
      description = "Puts the dead letters of a sink back into its queue, oldest first.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  workbin-routes dead-letters replay crm"})
  int replay(@Parameters(paramLabel = "SINK", description = "The sink's name.") String sink)
      throws InterruptedException {
    return ask(
        "POST",
        letters(sink) + "/replay",
        answer -> List.of(number(answer, "replayed") + " put back into the queue of sink " + sink));
  }

  @Command(
      name = "purge",
      description = "Throws the dead letters of a sink away, for ever.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  workbin-routes dead-letters purge crm --yes"})
  int purge(
      @Parameters(paramLabel = "SINK", description = "The sink's name.") String sink,
      @Option(names = "--yes", required = true, description = "Says that you mean it.") boolean yes)
      throws InterruptedException {
    return ask(
        "DELETE",
        letters(sink),
        answer -> List.of(number(answer, "purged") + " of sink " + sink + " thrown away"));
  }

  @Command(
      name = "resume",
      description = "Has a sink go on that is held at a notification.",
      mixinStandardHelpOptions = true,
      footer = {"", "Examples:", "  workbin-routes dead-letters resume crm"})
  int resume(@Parameters(paramLabel = "SINK", description = "The sink's name.") String sink)
      throws InterruptedException {
    return ask(
        "POST",
        "/sinks/" + checked(sink) + "/resume",
        answer -> List.of("Sink " + sink + " goes on"));
  }

  private static List<String> sinks(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode sink : answer.path("sinks")) {
      rows.add(
          Stream.of("name", "depth", "deadLetters", "held")
              .map(name -> Answers.text(sink.path(name)))
              .toList());
    }
    return new TextTable(List.of("SINK", "WAITING", "DEAD LETTERS", "HELD"), rows).lines();
  }

  private static List<String> letters(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode letter : answer.path("letters")) {
      rows.add(
          Stream.of("id", "failedAt", "action", "interactionId", "workbin", "reason")
              .map(name -> Answers.text(letter.path(name)))
              .toList());
    }
    List<String> lines = new ArrayList<>();
    if (!rows.isEmpty()) {
      lines.addAll(
          new TextTable(
                  List.of("ID", "FAILED AT", "ACTION", "INTERACTION", "WORKBIN", "REASON"), rows)
              .lines());
    }
    lines.add(
        rows.size()
            + " of "
            + number(answer, "deadLetters")
            + " of sink "
            + Answers.text(answer.path("sink")));
    return lines;
  }

  private static String number(JsonNode answer, String name) {
    String number = Answers.text(answer.path(name));
    return number + (number.equals("1") ? " dead letter" : " dead letters");
  }

  private String letters(String sink) {
    return "/sinks/" + checked(sink) + "/dead-letters";
  }

  private String checked(String sink) {
    if (!NAME.matcher(sink).matches()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "A sink's name has only letters, digits, '_' and '-'");
    }
    return sink;
  }

  private int ask(String method, String path, Function<JsonNode, List<String>> lines)
      throws InterruptedException {
    RunningProduct product = answers.product();
    return answers.print(
        product,
        product.request(path, TIMEOUT).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        200,
        lines);
  }
}
