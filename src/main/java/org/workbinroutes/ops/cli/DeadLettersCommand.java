package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
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
import org.workbinroutes.ops.config.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
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

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where the product is, for example http://127.0.0.1:8080.")
  private URI url;

  @Mixin private ConfigFolder config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints the product's answer as it came.")
  private boolean json;

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
              .map(name -> PlainText.of(sink.path(name)))
              .toList());
    }
    return new TextTable(List.of("SINK", "WAITING", "DEAD LETTERS", "HELD"), rows).lines();
  }

  private static List<String> letters(JsonNode answer) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode letter : answer.path("letters")) {
      rows.add(
          Stream.of("id", "failedAt", "action", "interactionId", "workbin", "reason")
              .map(name -> PlainText.of(letter.path(name)))
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
            + PlainText.of(answer.path("sink")));
    return lines;
  }

  private static String number(JsonNode answer, String name) {
    String number = PlainText.of(answer.path(name));
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
    RunningProduct product;
    try {
      product = url == null ? RunningProduct.of(config.load()) : RunningProduct.at(url);
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> err().println("  - " + problem));
      err().flush();
      return ExitCodes.CONFIGURATION;
    } catch (IllegalArgumentException wrong) {
      err().println(wrong.getMessage());
      err().flush();
      return ExitCodes.CONFIGURATION;
    }
    return new Answers(spec.commandLine().getOut(), err(), json)
        .print(
            product,
            product
                .request(path, TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            200,
            lines);
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
