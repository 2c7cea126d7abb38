package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import org.workbinroutes.ops.ExitCodes;

/** Prints the running product's answers: lines for people, or JSON as it came for programs. */
final class Answers {
  private final JsonMapper mapper = new JsonMapper();
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;

  Answers(PrintWriter out, PrintWriter err, boolean json) {
    this.out = out;
    this.err = err;
    this.json = json;
  }

  /** Sends a request and prints the answer. */
  int print(
      RunningProduct product, HttpRequest request, int done, Function<JsonNode, List<String>> lines)
      throws InterruptedException {
    try {
      HttpResponse<String> answer =
          product.http().send(request, HttpResponse.BodyHandlers.ofString());
      boolean isDone = answer.statusCode() == done;
      PrintWriter to = isDone ? out : err;
      if (json) {
        to.println(answer.body());
      } else {
        (isDone ? lines.apply(read(answer.body())) : problem(answer)).forEach(to::println);
      }
      to.flush();
      return isDone ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (IOException unreachable) {
      err.println("workbin-routes does not answer at " + product.base() + ": is it running?");
      err.flush();
      return ExitCodes.FAILED;
    }
  }

  private List<String> problem(HttpResponse<String> answer) {
    JsonNode problem = read(answer.body());
    return problem.hasNonNull("title")
        ? List.of(
            PlainText.of(problem.path("title"))
                + (problem.hasNonNull("detail") ? ": " + PlainText.of(problem.path("detail")) : ""))
        : List.of("HTTP status " + answer.statusCode() + ": is this workbin-routes?");
  }

  private JsonNode read(String body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException foreign) {
      return mapper.createObjectNode();
    }
  }
}
