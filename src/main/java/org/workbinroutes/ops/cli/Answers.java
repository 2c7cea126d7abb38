package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.workbinroutes.ops.ExitCodes;

/** Prints what the running product answers. */
final class Answers {
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * Makes a printer.
   *
   * @param out gets what was asked for
   * @param err gets refusals
   */
  Answers(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Asks, and prints the answer.
   *
   * @param product who is asked
   * @param request what is asked
   * @param done the status that says that it was done
   * @return the exit code
   * @throws InterruptedException if interrupted
   */
  int print(RunningProduct product, HttpRequest request, int done) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          product.http().send(request, HttpResponse.BodyHandlers.ofString());
      boolean isDone = answer.statusCode() == done;
      PrintWriter to = isDone ? out : err;
      to.println(answer.body());
      to.flush();
      return isDone ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (IOException unreachable) {
      err.println("workbin-routes does not answer at " + product.base() + ": is it running?");
      err.flush();
      return ExitCodes.FAILED;
    }
  }
}
