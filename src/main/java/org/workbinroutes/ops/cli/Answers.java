package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.workbinroutes.ops.ExitCodes;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The options of a command that asks the running product, which prints the answers: lines for
 * people, or JSON as it came for programs.
 */
class Answers {
  @Mixin private ProductAddress address;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints the product's answer as it came.")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The product, which is not called yet. */
  RunningProduct product() {
    return address.product();
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Sends a request and prints the answer. */
  int print(
      RunningProduct product, HttpRequest request, int done, Function<JsonNode, List<String>> lines)
      throws InterruptedException {
    try {
      HttpResponse<String> answer = product.send(request);
      boolean isDone = answer.statusCode() == done;
      PrintWriter to = isDone ? out() : err();
      if (json) {
        to.println(answer.body());
      } else {
        (isDone ? lines.apply(read(answer.body(), "")) : problem(answer)).forEach(to::println);
      }
      to.flush();
      return isDone ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (IOException unreachable) {
      err().println("workbin-routes does not answer at " + product.base() + ": is it running?");
      err().flush();
      return ExitCodes.FAILED;
    }
  }

  private static List<String> problem(HttpResponse<String> answer) {
    JsonNode problem = read(answer.body(), "");
    return problem.path("title").asText().isEmpty()
        ? List.of("HTTP status " + answer.statusCode() + ": is this workbin-routes?")
        : List.of(
            text(problem.path("title"))
                + (problem.hasNonNull("detail") ? ": " + text(problem.path("detail")) : ""));
  }

  /** The body, or an object with a title of its own if it is no JSON. */
  static JsonNode read(String body, String title) {
    JsonMapper mapper = new JsonMapper();
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException foreign) {
      return mapper.createObjectNode().put("title", title);
    }
  }

  /** A value on one line, a dash if there is none; the output takes out what steers a terminal. */
  static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? "-"
        : value.asText().replaceAll("\\p{Cntrl}", " ");
  }

  /** The path of a request's placement. */
  static String placement(String requestId) {
    return "/placements/"
        + URLEncoder.encode(requestId, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
