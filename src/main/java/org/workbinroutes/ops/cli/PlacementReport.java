package org.workbinroutes.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.workbinroutes.ops.ExitCodes;

/** Asks the running product about one placement, and prints what it says of it. */
final class PlacementReport extends Answers {
  private static final int OK = 200;
  private static final int TAKEN_IN = 202;
  private static final int BAD_REQUEST = 400;
  private static final int UNKNOWN = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_LARGE = 413;
  private static final int REFUSED = 422;
  private static final int GIVEN_UP = 502;

  /** What an answer tells, in the order in which people ask for it. */
  private static final List<String> LINES =
      List.of(
          "requestId",
          "state",
          "referenceId",
          "workbinId",
          "agentGroup",
          "placeGroup",
          "interactionId",
          "operation",
          "attempts",
          "lastError",
          "source",
          "receivedAt",
          "updatedAt");

  /** Asks, and prints the answer. */
  int print(RunningProduct product, HttpRequest request, String requestId)
      throws InterruptedException {
    try {
      HttpResponse<String> answer = product.send(request);
      return print(answer.statusCode(), answer.body(), requestId);
    } catch (IOException unreachable) {
      err().println("no answer from workbin-routes at " + product.base() + ": is it running?");
      if (request.method().equals("POST")) {
        err()
            .println(
                "The request may have come in. Send it again with --request-id "
                    + requestId
                    + ": it is placed once.");
      }
      err().flush();
      return ExitCodes.FAILED;
    }
  }

  private int print(int status, String body, String requestId) {
    boolean isPlacement = status == OK || status == TAKEN_IN;
    PrintWriter to = isPlacement ? out() : err();
    JsonNode answer = read(body, "the answer is none of workbin-routes");
    if (json) {
      to.println(body);
    } else if (isPlacement) {
      for (String name : LINES) {
        line(to, name, answer.path(name));
      }
      waiting(to, answer.path("waiting"));
      for (JsonNode step : answer.path("history")) {
        to.printf(
            Locale.ROOT,
            "  %s  %s%s%n",
            text(step.path("at")),
            text(step.path("to")),
            step.hasNonNull("reason") ? ": " + text(step.path("reason")) : "");
      }
    } else {
      to.println("requestId      " + requestId);
      to.println(text(answer.path("title")) + ": " + text(answer.path("detail")));
      for (JsonNode part : answer.path("errors")) {
        to.println("  " + where(part) + text(part.path("detail")));
      }
    }
    to.flush();
    return code(status, answer.path("state").asText());
  }

  private static int code(int status, String state) {
    return switch (status) {
      case OK, TAKEN_IN ->
          switch (state) {
            case "ACCEPTED", "CONFIRMED", "PULLED" ->
                status == OK ? ExitCodes.OK : ExitCodes.UNDECIDED;
            case "REJECTED" -> ExitCodes.REFUSED;
            case "FAILED" -> ExitCodes.GIVEN_UP;
            default -> ExitCodes.UNDECIDED;
          };
      case BAD_REQUEST, TOO_LARGE -> ExitCodes.CONFIGURATION;
      case UNKNOWN -> ExitCodes.UNKNOWN;
      case CONFLICT, REFUSED -> ExitCodes.REFUSED;
      case GIVEN_UP -> ExitCodes.GIVEN_UP;
      default -> ExitCodes.FAILED;
    };
  }

  private static void line(PrintWriter to, String name, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      to.printf(Locale.ROOT, "%-13s  %s%n", name, text(value));
    }
  }

  private static void waiting(PrintWriter to, JsonNode waiting) {
    line(to, "waits", waiting.path("reason"));
    line(to, "waits since", waiting.path("since"));
    line(to, "next try", waiting.path("nextTry"));
  }

  private static String where(JsonNode part) {
    for (String kind : List.of("pointer", "parameter", "header")) {
      if (part.hasNonNull(kind)) {
        return text(part.path(kind)) + ": ";
      }
    }
    return "";
  }
}
