package org.workbinroutes.ops.cli;

import java.io.ObjectInputFilter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.Application;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Home;
import org.workbinroutes.ops.ListenAddress;
import org.workbinroutes.ops.LogSetup;
import org.workbinroutes.ops.SerialFilterGuard;
import org.workbinroutes.ops.StartFailure;
import org.workbinroutes.ops.StartupPage;
import org.workbinroutes.ops.StopHook;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.config.LogOptions;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.routes.RouteRules;
import org.workbinroutes.ops.routes.RouteSource;
import org.workbinroutes.ops.wiring.Product;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the product and runs until the process is asked to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Starts the product and runs until it is asked to stop (Ctrl-C, SIGTERM).",
    description = {
      "",
      "Every key of config/application.properties can be overridden by an environment variable of"
          + " the same name in capitals, dots and dashes as underscores: GWS_URL for gws.url. Keep"
          + " passwords there. docs/configuration.md lists every key."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes run",
      "  GWS_PASSWORD=... workbin-routes run --config /etc/workbin-routes --data"
          + " /var/lib/workbin-routes"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Option(
      names = "--stop-when-ready",
      description = "Stops again as soon as everything runs: to try a configuration for real.")
  private boolean stopWhenReady;

  private final long begin = System.nanoTime() - sinceProcessStart().toNanos();
  private final Home home = Home.ofProcess();

  @Override
  public Integer call() throws InterruptedException {
    Optional<Path> configFolder = Optional.ofNullable(options.config).or(home::config);
    configFolder.ifPresent(RunCommand::setUpLog);
    Logger log = LoggerFactory.getLogger("org.workbinroutes.start");
    RouteSource source =
        options.routes == null ? home.routes() : RouteSource.folder(options.routes);
    Configuration configuration;
    try {
      configuration = load(configFolder, source);
      requireStartable(configuration);
    } catch (ConfigurationException wrong) {
      return refuse(wrong.problems());
    }
    new StartupPage(configuration, source, new Version().text()).lines().forEach(log::info);
    configuration.warnings().forEach(log::warn);
    if (!new ListenAddress(configuration).isLoopback()
        && configuration.get(HttpOptions.AUTH).contains("none")) {
      log.warn(
          "http.auth=none: whoever reaches {} can place and pull interactions",
          configuration.get(HttpOptions.HOST));
    }
    try (DataLock held = DataLock.take(configuration)) {
      log.debug("{} holds workbin.data", held);
      return run(configuration, source, log);
    } catch (ConfigurationException wrong) {
      return refuse(wrong.problems());
    }
  }

  private int run(Configuration configuration, RouteSource source, Logger log) {
    Application application = Product.of(configuration, source, begin);
    StopHook hook =
        new StopHook(
            application,
            configuration.get(WorkbinOptions.STOP_NOTICE),
            configuration.get(WorkbinOptions.STOP_TIMEOUT),
            code -> Runtime.getRuntime().halt(code));
    Runtime.getRuntime().addShutdownHook(new Thread(hook, "stop"));
    if (stopWhenReady) {
      application.stopWhenReady();
    }
    try {
      application.run();
      return ExitCodes.OK;
    } catch (Exception e) {
      StartFailure failure = new StartFailure(configuration);
      List<Problem> problems = failure.problems(e);
      if (!problems.isEmpty()) {
        return refuse(problems);
      }
      log.error("could not start: {}", failure.summary(e));
      log.debug("could not start", e);
      return ExitCodes.FAILED;
    }
  }

  /** What a person waits for begins with the process, not with its first line of Java. */
  private static Duration sinceProcessStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .filter(span -> !span.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Before the configuration is read in earnest: that already takes classes that log. */
  private static void setUpLog(Path folder) {
    boolean json =
        ConfigurationLoader.ofProcess(Catalogue.standard())
            .typed(folder.resolve(ConfigurationLoader.FILE_NAME), LogOptions.FORMAT)
            .filter("json"::equalsIgnoreCase)
            .isPresent();
    new LogSetup().use(folder, json);
  }

  private Configuration load(Optional<Path> configFolder, RouteSource source) {
    return ConfigurationLoader.ofProcess(Catalogue.standard())
        .with(new RouteRules(source))
        .load(
            configFolder.map(folder -> folder.resolve(ConfigurationLoader.FILE_NAME)).orElse(null),
            options.data == null
                ? Map.of()
                : Map.of(WorkbinOptions.DATA.key(), options.data.toAbsolutePath().toString()),
            home.folder());
  }

  private static void requireStartable(Configuration configuration) {
    List<Problem> problems = new ArrayList<>();
    new SerialFilterGuard()
        .check(ObjectInputFilter.Config.getSerialFilter())
        .ifPresent(problems::add);
    problems.addAll(new ListenAddress(configuration).problems());
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private int refuse(List<Problem> problems) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        problems.size() == 1
            ? "workbin-routes did not start: 1 problem"
            : "workbin-routes did not start: " + problems.size() + " problems");
    problems.forEach(problem -> err.println("  - " + problem));
    err.flush();
    return ExitCodes.CONFIGURATION;
  }
}
