package org.workbinroutes.simulator;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator until the process is ended (SIGTERM, Ctrl-C). */
public final class SimulatorMain {
  private static final int BAD_ARGUMENTS = 2;

  private SimulatorMain() {}

  /**
   * Starts the simulator and prints its address and workbins.
   *
   * @param args see {@code --help}
   * @throws InterruptedException if the main thread is interrupted, which ends the simulator
   */
  public static void main(String[] args) throws InterruptedException {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help")) {
      System.out.print(SimulatorArguments.USAGE);
      return;
    }
    SimulatorServerBuilder builder;
    try {
      builder = SimulatorArguments.apply(arguments, SimulatorServer.builder().logRequests(false));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(SimulatorArguments.USAGE);
      System.exit(BAD_ARGUMENTS);
      return;
    }
    try (SimulatorServer gws = builder.start()) {
      Runtime.getRuntime().addShutdownHook(new Thread(gws::close, "gws-simulator-shutdown"));
      print(gws, System.out);
      new CountDownLatch(1).await();
    }
  }

  private static void print(SimulatorServer gws, PrintStream out) {
    out.println("GWS simulator at " + gws.url());
    for (Workbin workbin : gws.workbins()) {
      out.println(
          "  "
              + workbin.id()
              + (workbin.group() == null
                  ? " (" + workbin.type().wireName() + ")"
                  : " " + workbin.type().groupParameter() + "=" + workbin.group()));
    }
    out.flush();
  }
}
