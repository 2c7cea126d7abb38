package org.workbinroutes;

import org.workbinroutes.ops.PlainOutput;
import org.workbinroutes.ops.cli.WorkbinRoutes;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /**
   * Runs the command line and ends the process with its exit code.
   *
   * @param arguments the command line, for example {@code run --config /etc/workbin-routes}
   */
  public static void main(String[] arguments) {
    // before anything keeps the streams
    System.setOut(PlainOutput.of(System.out));
    System.setErr(PlainOutput.of(System.err));
    System.exit(WorkbinRoutes.commandLine().execute(arguments));
  }
}
