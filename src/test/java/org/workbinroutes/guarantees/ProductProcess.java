package org.workbinroutes.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.workbinroutes.net.FreePort;

/** The packaged product as a process that can be killed and started again with its data. */
public final class ProductProcess implements Installation, AutoCloseable {
  private static final Path PACKAGE = Path.of("target", "workbin-routes");
  // the tests start and stop many of them
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final int httpPort = FreePort.next();
  private final int brokerPort = FreePort.next();
  private final int managementPort = FreePort.next();
  private final Path home;
  private final Path folder;
  private final String javaOptions;
  private Process process;

  /**
   * Sets the product up in an empty folder; it is not started.
   *
   * @param name of a folder in target/guarantees
   * @param gwsUrl where GWS is
   * @param more configuration besides, or instead of, what every product here has
   */
  ProductProcess(String name, String gwsUrl, Map<String, String> more) throws IOException {
    this(PACKAGE, Path.of("target", "guarantees", name), QUICK_START, gwsUrl, more);
  }

  /**
   * Sets an unpacked product up in an empty folder; it is not started.
   *
   * @param home the product's folder
   * @param work the folder for its configuration and data; emptied
   * @param javaOptions JAVA_OPTS; empty starts it as users do
   * @param gwsUrl where GWS is
   * @param more configuration besides, or instead of, what every product here has
   */
  public ProductProcess(
      Path home, Path work, String javaOptions, String gwsUrl, Map<String, String> more)
      throws IOException {
    assertThat(home.resolve("bin/workbin-routes"))
        .as("the packaged product: run the tests with ./mvnw verify")
        .exists();
    this.home = home.toAbsolutePath();
    this.folder = work.toAbsolutePath();
    this.javaOptions = javaOptions;
    deleteAll(folder);
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.createDirectories(data().resolve("inbox"));
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("gws.url", gwsUrl);
    keys.put("gws.username", "agent");
    keys.put("gws.password", "secret");
    keys.put("workbin.broker.port", String.valueOf(brokerPort));
    keys.put("workbin.broker.username", "tester");
    keys.put("workbin.broker.password", "t3st");
    keys.put("http.port", String.valueOf(httpPort));
    keys.put("management.port", String.valueOf(managementPort));
    keys.put("camel.routeTemplate[placements-queue].templateId", "jms-intake");
    keys.put("camel.routeTemplate[inbox].templateId", "file-intake");
    keys.put("camel.routeTemplate[inbox].delay", "200");
    keys.put("camel.routeTemplate[inbox].minAge", "50");
    keys.put("camel.routeTemplate[audit].templateId", "sink");
    keys.put("camel.routeTemplate[audit].to", "ndjson:{{workbin.data}}/sinks/audit.ndjson");
    keys.putAll(more);
    if (more.containsKey("workbin.broker")) {
      keys.remove("workbin.broker.port");
    }
    Files.writeString(
        config.resolve("application.properties"),
        keys.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n")));
    Files.copy(home.resolve("config/log4j2.properties"), config.resolve("log4j2.properties"));
  }

  public Path data() {
    return folder.resolve("data");
  }

  /** What the process has written to its console, over all starts. */
  public Path log() {
    return folder.resolve("console.log");
  }

  /** The sink that takes every notification. */
  public Path audit() {
    return data().resolve("sinks/audit.ndjson");
  }

  public void start() throws IOException {
    start(List.of());
  }

  /**
   * Starts it.
   *
   * @param before a command that runs the one which follows it
   */
  public void start(List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            home.resolve("bin/workbin-routes").toString(),
            "run",
            "--config",
            folder.resolve("config").toString(),
            "--data",
            data().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("JAVA_OPTS", javaOptions);
    process = builder.start();
  }

  /** Waits until requests are taken over HTTP. */
  public void awaitReady() {
    Awaitility.await()
        .alias("the product takes requests, see " + log())
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .until(this::isReady);
  }

  private boolean isReady() throws InterruptedException {
    assertThat(process.isAlive()).as("the product runs, see %s", log()).isTrue();
    try {
      // a 404 of its own: while it starts, its HTTP server answers 404 without a body, then 503
      HttpResponse<String> answer = get("nobody");
      return answer.statusCode() == 404 && answer.body().startsWith("{");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() {
    process.destroyForcibly();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
  }

  /** SIGTERM: asks it to stop, and does not wait. */
  void terminate() {
    process.destroy();
  }

  /** Whether it was started and has not ended. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGSTOP: the process stands still, and its connections stay open. */
  void standStill() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if nothing had been. */
  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    assertThat(sent).as("kill -%s", name).isZero();
  }

  /** The value of a metric without labels; NaN if nobody answers or it is not there. */
  double metric(String name) throws InterruptedException {
    try {
      String page =
          http.send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + managementPort + "/observe/metrics"))
                      .timeout(Duration.ofSeconds(1))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return page.lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException away) {
      return Double.NaN;
    }
  }

  /** The process, which can have ended. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The exit code; null while it runs. */
  public Integer exitCode() {
    return process.isAlive() ? null : process.exitValue();
  }

  /** Where it listens for placements. */
  public int httpPort() {
    return httpPort;
  }

  /** Where the embedded broker listens. */
  public int brokerPort() {
    return brokerPort;
  }

  /** Where health and metrics are. */
  public int managementPort() {
    return managementPort;
  }

  /** Waits for the end of the process. */
  int awaitExit(Duration limit) throws InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        .as("the product ends within %s, see %s", limit, log())
        .isTrue();
    return process.exitValue();
  }

  /** What the readiness probe is answered: an HTTP status, 0 if nobody answers. */
  int readiness() throws InterruptedException {
    try {
      return health("/ready").statusCode();
    } catch (IOException away) {
      return 0;
    }
  }

  /** What is said of its health; with the path {@code /ready} the readiness alone. */
  public HttpResponse<String> health(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + managementPort + "/observe/health" + path))
            .timeout(Duration.ofSeconds(5))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void drop(String name, String content) throws IOException {
    Path elsewhere = Files.writeString(data().resolve(name + ".tmp"), content);
    Files.move(elsewhere, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** How many files wait in the drop folder. */
  long filesWaiting() throws IOException {
    try (Stream<Path> files = Files.list(inbox())) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private Path inbox() {
    return data().resolve("inbox");
  }

  @Override
  public List<Path> audits() {
    return List.of(audit());
  }

  @Override
  public ActiveMQConnectionFactory broker() {
    return new ActiveMQConnectionFactory(
        "tcp://127.0.0.1:" + brokerPort + "?reconnectAttempts=0&callTimeout=5000",
        "tester",
        "t3st");
  }

  @Override
  public HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return post("", json, Duration.ofSeconds(60));
  }

  /** Places with a query, by a client that waits so long for the answer. */
  HttpResponse<String> post(String query, String json, Duration patience)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri("/placements" + query))
            .header("Content-Type", "application/json")
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public JsonNode placement(String requestId) throws IOException, InterruptedException {
    return JSON.readTree(get(requestId).body());
  }

  private HttpResponse<String> get(String requestId) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri("/placements/" + requestId))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Bytes of living objects, after a full collection. */
  long livingBytes() throws IOException, InterruptedException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (Stream<String> lines = histogram.inputReader(StandardCharsets.UTF_8).lines()) {
      String total = lines.filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
      return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    } finally {
      histogram.waitFor();
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }
}
