package org.workbinroutes.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.workbinroutes.net.FreePort;

/**
 * The packaged module in a process of its own, with the ledger and the spool as they are shipped.
 */
final class RunningModule implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_EVERY_MILLIS = 50;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Process process;
  private final int httpPort = FreePort.next();
  private final int brokerPort = FreePort.next();
  private final int managementPort = FreePort.next();

  /**
   * Starts it and waits until it takes requests.
   *
   * @param folder an empty folder
   * @param gws the address of GWS
   * @param javaOptions such as {@code -Xmx128m}
   * @param more settings besides
   */
  RunningModule(Path folder, String gws, String javaOptions, Map<String, String> more)
      throws IOException, InterruptedException {
    this.folder = folder;
    Path home = Path.of(System.getProperty("workbinroutes.home"));
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(inbox());
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("gws.url", gws);
    keys.put("gws.username", "agent");
    keys.put("gws.password", "secret");
    keys.put("http.port", String.valueOf(httpPort));
    keys.put("management.port", String.valueOf(managementPort));
    keys.put("workbin.broker.port", String.valueOf(brokerPort));
    keys.put("workbin.broker.username", "bench");
    keys.put("workbin.broker.password", "b3nch");
    keys.putAll(more);
    Files.writeString(
        config.resolve("application.properties"),
        keys.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n")));
    Files.copy(home.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin/workbin-routes").toString(),
                "run",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("data").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile());
    builder
        .environment()
        .put("JAVA_OPTS", javaOptions + " " + System.getProperty("bench.java.options", ""));
    process = builder.start();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new IOException(
            "The module did not start: " + Files.readString(folder.resolve("console.log")));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  String brokerUrl() {
    return "tcp://127.0.0.1:" + brokerPort;
  }

  private Path inbox() {
    return folder.resolve("data/inbox");
  }

  /** Puts a file into the drop folder in one step. */
  void drop(Path file) throws IOException {
    Files.move(file, inbox().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** How many calls GWS has taken. */
  long placed() throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + managementPort + "/observe/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("workbin_gws_calls_seconds_count{operation=\"add\""))
        .filter(line -> line.contains("status=\"2xx\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until GWS has taken so many. */
  void awaitPlaced(long number) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (placed() < number) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        throw new IOException("Only " + placed() + " of " + number + " were placed");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** The processor time that the process has used. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url() + "/placements/nobody")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 404;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
