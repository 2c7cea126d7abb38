package org.workbinroutes.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The product as it is packaged, in a process of its own. Ends with this one. */
final class PackagedProduct implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String READY = "ready in ";
  private static final List<String> OWN_VARIABLES = List.of("GWS_", "WORKBIN_", "HTTP_", "CAMEL_");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Path log;
  private final String address;
  private final Process process;

  PackagedProduct(
      Path home, Path folder, String properties, Map<String, String> environment, int httpPort)
      throws IOException {
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.writeString(config.resolve("application.properties"), properties);
    Files.copy(home.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
    log = folder.resolve("workbin-routes.log");
    address = "http://127.0.0.1:" + httpPort;
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("bin/workbin-routes").toString(),
            "run",
            "--config",
            config.toString(),
            "--data",
            folder.resolve("data").toString());
    // what the person has set for another installation must not reach into this one
    builder
        .environment()
        .keySet()
        .removeIf(name -> OWN_VARIABLES.stream().anyMatch(name::startsWith));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    process = builder.start();
    Thread hook = new Thread(this::end, "demo-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits until it works; says how long it took, in its own words. */
  String awaitReady(Duration patience) {
    Awaitility.await("workbin-routes is ready")
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || log().contains(READY));
    String text = log();
    int at = text.indexOf(READY);
    if (at < 0) {
      throw new DemoFailure("workbin-routes did not start; it said:\n" + text);
    }
    return text.substring(at, text.indexOf('\n', at));
  }

  HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address + "/placements"))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** What {@code GET /placements/{requestId}} tells. */
  JsonNode placement(String requestId) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address + "/placements/" + requestId))
                .timeout(PATIENCE)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return Heard.parse(answer.body());
  }

  String address() {
    return address;
  }

  Path logFile() {
    return log;
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new DemoFailure("cannot read " + log + ": " + e.getMessage());
    }
  }

  /** Asks it to end, as SIGTERM does; tells whether it did so by itself. */
  boolean stop() {
    end();
    return process.exitValue() == 143 || process.exitValue() == 0;
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(12, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
  }
}
