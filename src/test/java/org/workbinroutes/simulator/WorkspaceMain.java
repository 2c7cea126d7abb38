package org.workbinroutes.simulator;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulator of the Workspace API v3 until the process is ended. */
final class WorkspaceMain {
  private static final int BAD_ARGUMENTS = 2;

  private WorkspaceMain() {}

  static void run(List<String> arguments) throws InterruptedException {
    WorkspaceSimulatorBuilder builder =
        WorkspaceSimulator.builder().acceptUnknownInteractions(true);
    try {
      apply(arguments, builder);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(SimulatorArguments.USAGE);
      System.exit(BAD_ARGUMENTS);
      return;
    }
    try (WorkspaceSimulator gws = builder.start()) {
      Runtime.getRuntime().addShutdownHook(new Thread(gws::close, "workspace-simulator-shutdown"));
      System.out.println("GWS simulator, API v3, at " + gws.url());
      gws.workbinIds().forEach(id -> System.out.println("  " + id));
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }

  private static void apply(List<String> arguments, WorkspaceSimulatorBuilder builder) {
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      String value = rest.hasNext() ? rest.next() : "";
      switch (option) {
        case "--port" -> builder.port(number(option, value));
        case "--long-poll-timeout" ->
            builder.longPollTimeout(Duration.ofMillis(number(option, value)));
        case "--user" -> {
          int colon = value.indexOf(':');
          if (colon < 1) {
            throw new IllegalArgumentException("--user: the value has to be NAME:PASSWORD");
          }
          builder.user(value.substring(0, colon), value.substring(colon + 1));
        }
        default ->
            throw new IllegalArgumentException(option + ": there is no such option with --api v3");
      }
    }
  }

  private static int number(String option, String value) {
    try {
      return Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": '" + value + "' is no number", e);
    }
  }
}
