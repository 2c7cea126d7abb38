package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Makes the archive of classes from which later starts take them. The product is started and
 * stopped once in a JVM of its own: the JVM writes such an archive when it ends. The archive takes
 * the place of the one before only when it is whole.
 */
@Command(
    name = "warm-up",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Starts the product once, stops it, and keeps its classes for faster starts.",
    description = {
      "",
      "Later starts with the same Java take less of the processor's time. Run it after an update of"
          + " Java, and after jars were added to lib. The product really runs for a moment, so it"
          + " is not to be run beside the running product."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes warm-up",
      "  workbin-routes warm-up --config /etc/workbin-routes --data /var/lib/workbin-routes"
    })
final class WarmUpCommand implements Callable<Integer> {
  /** The system property by which the start script names the archive for this Java. */
  static final String ARCHIVE = "workbinroutes.archive";

  /** By name: nothing here depends on where the process begins. */
  private static final String MAIN = "org.workbinroutes.Main";

  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    String archive = System.getProperty(ARCHIVE);
    if (archive == null) {
      err.println("warm-up takes bin/workbin-routes: it says where the archive of classes belongs");
      err.flush();
      return ExitCodes.CONFIGURATION;
    }
    try {
      return make(Path.of(archive).toAbsolutePath());
    } catch (IOException failed) {
      err.println("The archive of classes cannot be written: " + failed.getMessage());
      err.println("Is the folder of " + archive + " writable?");
      err.flush();
      return ExitCodes.FAILED;
    }
  }

  private int make(Path archive) throws IOException, InterruptedException {
    Path made = archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    try {
      int code = startOnce(made);
      if (code == ExitCodes.OK) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      }
      return code;
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private int startOnce(Path made) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-XX:SharedArchiveFile="))
        .filter(argument -> !argument.startsWith("-Xlog:cds"))
        .forEach(command::add);
    command.add("-XX:ArchiveClassesAtExit=" + made);
    command.add("-Xlog:cds=off");
    command.add("-Xlog:cds+dynamic=off");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.add("run");
    command.add("--stop-when-ready");
    command.addAll(options.typed());
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread stop = new Thread(process::destroy, "stop-warm-up");
    Runtime.getRuntime().addShutdownHook(stop);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    return code;
  }
}
