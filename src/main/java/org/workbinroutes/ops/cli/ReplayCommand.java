package org.workbinroutes.ops.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.Home;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.HttpOptions;
import org.workbinroutes.ops.http.HttpServerSettings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the running product to place again what was given up. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Has requests placed again that were given up.",
    description = {
      "",
      "Asks the running product, at http.host and http.port of the configuration. A request that may"
          + " have reached GWS is looked for in its workbin first, so that nothing is placed twice."
    },
    footer = {
      "",
      "Examples:",
      "  workbin-routes replay --request order-4711",
      "  workbin-routes replay --since 2026-11-24T10:00:00Z",
      "  workbin-routes replay --all"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--config",
      paramLabel = "DIR",
      description = "Folder with application.properties. Default: config")
  private Path config;

  /** Which requests. */
  static final class Which {
    @Option(
        names = "--request",
        paramLabel = "ID",
        description = "One request, refused by GWS or given up.")
    private String request;

    @Option(names = "--all", description = "All that were given up.")
    private boolean all;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "All that were given up since a time, for example 2026-11-24T10:00:00Z.")
    private Instant since;
  }

  @Override
  public Integer call() throws InterruptedException {
    Home home = Home.ofProcess();
    Configuration configuration;
    try {
      configuration =
          ConfigurationLoader.ofProcess(Catalogue.standard())
              .load(
                  Optional.ofNullable(config)
                      .or(home::config)
                      .map(folder -> folder.resolve(ConfigurationLoader.FILE_NAME))
                      .orElse(null),
                  Map.of(),
                  home.folder());
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> err().println("  - " + problem));
      err().flush();
      return ExitCodes.CONFIGURATION;
    }
    HttpServerSettings server;
    try {
      server = HttpServerSettings.of(configuration);
    } catch (ConfigurationException wrong) {
      wrong.problems().forEach(problem -> err().println("  - " + problem));
      err().flush();
      return ExitCodes.CONFIGURATION;
    }
    return ask(server, configuration.find(HttpOptions.CLIENT_KEY).orElse(null));
  }

  private int ask(HttpServerSettings server, String key) throws InterruptedException {
    String base = server.localUrl();
    HttpRequest.Builder request =
        which.request != null
            ? HttpRequest.newBuilder(
                    URI.create(base + "/placements/" + encoded(which.request) + "/retry"))
                .POST(HttpRequest.BodyPublishers.noBody())
            : HttpRequest.newBuilder(URI.create(base + "/replays"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        which.all ? "{}" : "{\"since\":\"" + which.since + "\"}"));
    if (key != null) {
      request.header("X-API-Key", key);
    }
    try {
      HttpResponse<String> answer =
          client(server)
              .send(
                  request.header("Content-Type", "application/json").timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofString());
      boolean done = answer.statusCode() == 202;
      PrintWriter out = done ? spec.commandLine().getOut() : err();
      out.println(answer.body());
      out.flush();
      return done ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (IOException unreachable) {
      err().println("workbin-routes does not answer at " + base + ": is it running?");
      err().flush();
      return ExitCodes.FAILED;
    }
  }

  private static HttpClient client(HttpServerSettings server) {
    return server.tls() == null
        ? HttpClient.newHttpClient()
        : HttpClient.newBuilder().sslContext(server.tls().ownClient()).build();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
