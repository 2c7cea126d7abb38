package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.OptionTypes;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Places one interaction through the running product's HTTP intake. */
@Command(
    name = "place",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Places one interaction into a group workbin.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration or at --url, and"
          + " waits for what becomes of it. A request that is sent twice with the same --request-id"
          + " is placed once."
    },
    footer = {
      "",
      "Exit codes: 0 placed; 1 no answer, not let in, or GWS is down: nothing was taken in unless"
          + " it says so; 2 the command line, the configuration or a field is wrong; 3 GWS refused"
          + " it, or the request id was used for another; 4 given up after all retries; 5 taken in,"
          + " and not decided within --wait: ask with status.",
      "",
      "Examples:",
      "  workbin-routes place --agent-group Sales --workbin 5d487e69-a393-4228-a06f-6a4015ab1b54"
          + " --interaction 0001BaBFVPR20039",
      "  workbin-routes place --place-group \"Night Shift\" --workbin ID --interaction I"
          + " --operation AddChat --save-lar --until confirmed --wait 10s --attribute order=4711"
    })
final class PlaceCommand implements Callable<Integer> {
  /** What the answer may take on its way, besides the wait that was asked for. */
  private static final Duration WAY = Duration.ofSeconds(10);

  @ArgGroup(multiplicity = "1")
  private Group group;

  @Option(
      names = "--workbin",
      paramLabel = "ID",
      required = true,
      description = "The group's workbin; check lists those there are.")
  private String workbin;

  @Option(
      names = "--interaction",
      paramLabel = "ID",
      required = true,
      description = "The interaction's id.")
  private String interaction;

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      description =
          "AddInteraction, AddChat, AddEmail, AddWorkitem, AddTweet, AddFacebook,"
              + " AddFacebooksession or AddOpenmedia. Default: AddInteraction")
  private String operation;

  @Option(names = "--save-lar", description = "Stores the agent for last-agent routing.")
  private boolean saveLar;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description = "Your own name for the request. Default: one is made and printed")
  private String requestId;

  @Option(
      names = "--attribute",
      paramLabel = "KEY=VALUE",
      description = "Your own data, kept with the placement, never sent to GWS. Can be repeated.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(
      names = "--until",
      paramLabel = "POINT",
      defaultValue = "accepted",
      description =
          "What is waited for: accepted (GWS took it), confirmed (it was seen in its workbin) or"
              + " none (it is safe in the ledger). Default: ${DEFAULT-VALUE}")
  private Until until;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Seconds.class,
      description =
          "How long that is waited for, for example 10s; http.max-wait bounds it. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration wait;

  @Mixin private PlacementReport answers;

  /** Whose workbin it is. */
  static final class Group {
    @Option(names = "--agent-group", paramLabel = "NAME", description = "The agent group.")
    private String agentGroup;

    @Option(names = "--place-group", paramLabel = "NAME", description = "The place group.")
    private String placeGroup;
  }

  /** What is waited for; written as the HTTP intake takes it. */
  enum Until {
    /** Until it is safe in the ledger. */
    none,
    accepted,
    /** Until it was seen in its workbin. */
    confirmed
  }

  /** A time span as in the configuration. */
  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return OptionTypes.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)).parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    String id = requestId == null ? UUID.randomUUID().toString() : requestId;
    RunningProduct product = answers.product();
    HttpRequest request =
        product
            .request("/placements?wait=" + until, wait.plus(WAY))
            .header("Content-Type", "application/json")
            .header("Prefer", "wait=" + wait.toSeconds())
            .POST(HttpRequest.BodyPublishers.ofString(body(id)))
            .build();
    return answers.print(product, request, id);
  }

  private String body(String id) {
    ObjectNode body = new JsonMapper().createObjectNode();
    body.put("requestId", id);
    body.put("workbinId", workbin);
    if (group.agentGroup == null) {
      body.put("placeGroup", group.placeGroup);
    } else {
      body.put("agentGroup", group.agentGroup);
    }
    body.put("interactionId", interaction);
    if (operation != null) {
      body.put("operation", operation);
    }
    if (saveLar) {
      body.put("saveLAR", true);
    }
    if (!attributes.isEmpty()) {
      ObjectNode own = body.putObject("attributes");
      attributes.forEach(own::put);
    }
    return body.toString();
  }
}
