package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** The product as it is handed out, as a process of its own. */
class PackagedProductIT {
  private static final Path HOME = Path.of("target", "workbin-routes").toAbsolutePath();

  /** What never happens takes so long to fail; what is slow on a busy machine does not. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private SimulatorServer gws;
  private Process process;
  private Path output;
  private int httpPort;
  private int brokerPort;

  @BeforeEach
  void prepare() throws IOException {
    gws = SimulatorServer.builder().user("routes", "p&ss {{w}} wörd").start();
    httpPort = FreePort.next();
    brokerPort = FreePort.next();
    output = folder.resolve("output.txt");
    environment.put("GWS_URL", gws.url());
    environment.put("GWS_USERNAME", "routes");
    environment.put("GWS_PASSWORD", "p&ss {{w}} wörd");
    environment.put("HTTP_PORT", Integer.toString(httpPort));
    environment.put("WORKBIN_BROKER_PORT", Integer.toString(brokerPort));
    environment.put("WORKBIN_BROKER_USERNAME", "tests");
    environment.put("WORKBIN_BROKER_PASSWORD", "t3sts");
    environment.put("WORKBIN_DATA", folder.resolve("data").toString());
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
    gws.close();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void startsPlacesAndStopsOnEveryJavaOfThisMachine(Path javaHome) throws Exception {
    // Given
    environment.put("JAVA_HOME", javaHome.toString());
    start(HOME.resolve("bin/workbin-routes"), "run");
    awaitReady();
    // When
    int answered = post(request("over-http", "0001BaBFVPR2HTTP"));
    send(request("over-jms", "0001BaBFVPR20JMS"));
    Files.writeString(
        folder.resolve("data/inbox/drop.json"), request("by-file", "0001BaBFVPR2FILE"));
    // Then
    assertThat(answered).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(gws.contents(SeedData.PLACE_GROUP_BIN))
                  .containsExactlyInAnyOrder(
                      "0001BaBFVPR2HTTP", "0001BaBFVPR20JMS", "0001BaBFVPR2FILE");
              assertThat(folder.resolve("data/sinks/notifications.ndjson"))
                  .content()
                  .contains("0001BaBFVPR2HTTP", "0001BaBFVPR20JMS", "0001BaBFVPR2FILE");
            });
    assertThatSqliteIsLoadedFromTheInstallation();
    // When
    process.destroy();
    // Then: a stop that is not orderly warns
    assertThat(exitCode()).isZero();
    assertThat(Files.readString(output))
        .contains("stopped in")
        .doesNotContain("WARNING", "WARN ", "ERROR", "p&ss", "t3sts");
  }

  @Test
  void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
    // Given
    Path link = folder.resolve("link to it");
    Files.createSymbolicLink(link, HOME.resolve("bin/workbin-routes"));
    // When
    start(link, "--version");
    // Then
    assertThat(exitCode()).isZero();
    assertThat(Files.readString(output)).contains("workbin-routes").contains("Java");
  }

  @Test
  void namesEveryWrongKeyAndEndsWithTwo() throws Exception {
    // Given
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.writeString(
        config.resolve("application.properties"), "gws.adress = x\nhttp.max-body = lots\n");
    // When
    start(HOME.resolve("bin/workbin-routes"), "run", "--config", config.toString());
    // Then
    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(output))
        .contains("2 problems")
        .contains("line 1: there is no key gws.adress")
        .contains("line 2: http.max-body = 'lots'");
  }

  @Test
  void namesAnOptionThatCamelDoesNotKnowAndEndsWithTwo() throws Exception {
    // Given
    Path config = Files.createDirectories(folder.resolve("config"));
    Files.writeString(
        config.resolve("application.properties"), "\ncamel.component.jms.concurentConsumers = 4\n");
    // When
    start(HOME.resolve("bin/workbin-routes"), "run", "--config", config.toString());
    // Then
    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(output))
        .contains("line 2")
        .contains("camel.component.jms.concurentConsumers");
  }

  @Test
  void anUnknownOptionOfTheCommandLineEndsWithTwo() throws Exception {
    // When
    start(HOME.resolve("bin/workbin-routes"), "run", "--confg", "x");
    // Then
    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(output)).contains("--confg").contains("--config");
  }

  @Test
  void refusesToRunInAJvmThatReadsSerializedObjects() throws Exception {
    // Given
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // When
    start(java, "-cp", HOME.resolve("lib") + File.separator + "*", "org.workbinroutes.Main", "run");
    // Then
    assertThat(exitCode()).isEqualTo(2);
    assertThat(Files.readString(output)).contains("serialized Java objects").contains("!*");
  }

  @Test
  void javaOptsCannotTakeTheSerialFilterAway() throws Exception {
    // Given
    environment.put("JAVA_OPTS", "-Djdk.serialFilter=* -Xmx256m");
    start(HOME.resolve("bin/workbin-routes"), "run");
    // When / Then
    awaitReady();
  }

  @Test
  void aWarmUpKeepsTheClassesForLaterStarts() throws Exception {
    // Given
    Path copy = copyOfTheProduct();
    start(copy.resolve("bin/workbin-routes"), "warm-up");
    assertThat(exitCode()).isZero();
    assertThat(Files.readString(output)).contains("ready in").doesNotContain("[warning]");
    try (Stream<Path> lib = Files.list(copy.resolve("lib"))) {
      assertThat(lib.map(Path::toString)).filteredOn(name -> name.endsWith(".jsa")).hasSize(1);
    }
    // When
    start(copy.resolve("bin/workbin-routes"), "warm-up", "--help");
    assertThat(exitCode()).isZero();
    start(copy.resolve("bin/workbin-routes"), "run");
    awaitReady();
    // Then
    assertThat(process.info().arguments().orElseThrow())
        .anyMatch(argument -> argument.startsWith("-XX:SharedArchiveFile="));
    assertThat(Files.readString(output)).doesNotContain("[warning]");
  }

  @Test
  void saysWhichJavaItNeeds() throws Exception {
    // Given
    Path old = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    environment.put("JAVA_HOME", folder.resolve("old").toString());
    // When
    start(HOME.resolve("bin/workbin-routes"), "run");
    // Then
    assertThat(exitCode()).isEqualTo(1);
    assertThat(Files.readString(output)).contains("Java 17 or later");
  }

  @Test
  void aTakenPortIsNamedAndEndsWithTwo() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("HTTP_PORT", Integer.toString(taken.getLocalPort()));
      // When
      start(HOME.resolve("bin/workbin-routes"), "run");
      // Then
      assertThat(exitCode()).isEqualTo(2);
      assertThat(Files.readString(output))
          .contains("environment variable HTTP_PORT")
          .contains("http.port = " + taken.getLocalPort());
    }
  }

  /** As far as the system tells what a process has in its memory. */
  private void assertThatSqliteIsLoadedFromTheInstallation() throws IOException {
    Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
    if (Files.exists(maps)) {
      assertThat(Files.readAllLines(maps))
          .filteredOn(line -> line.contains("sqlitejdbc"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains(HOME.resolve("lib/native").toString()));
    }
  }

  /** An archive of classes belongs to the installation: the one under test stays without. */
  private Path copyOfTheProduct() throws IOException {
    Path copy = folder.resolve("installed here");
    try (Stream<Path> files = Files.walk(HOME)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(HOME.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  /** This Java, and those installed beside it. */
  static Stream<Path> javas() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    Map<String, Path> byVersion = new HashMap<>();
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      for (Path sibling : siblings.sorted().toList()) {
        Path release = sibling.resolve("release");
        if (Files.isRegularFile(release) && Files.isExecutable(sibling.resolve("bin/java"))) {
          Files.readAllLines(release).stream()
              .filter(line -> line.startsWith("JAVA_VERSION="))
              .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
              .filter(version -> Integer.parseInt(version) >= 17)
              .forEach(version -> byVersion.putIfAbsent(version, sibling));
        }
      }
    }
    byVersion.put(Integer.toString(Runtime.version().feature()), own);
    return byVersion.values().stream().sorted();
  }

  private void start(Path command, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(command.toString());
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.equals("JAVA_OPTS"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    process = builder.start();
  }

  private void awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
              return Files.readString(output).contains("ready in");
            });
  }

  private int exitCode() throws InterruptedException, IOException {
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).as(Files.readString(output)).isTrue();
    return process.exitValue();
  }

  private int post(String json) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/placements"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private void send(String json) {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort);
        JMSContext jms = factory.createContext("tests", "t3sts")) {
      jms.createProducer().send(jms.createQueue("workbin.placements"), json);
    }
  }

  private static String request(String requestId, String interactionId) {
    return """
    {"requestId": "%s", "workbinId": "%s", "placeGroup": "%s",
     "interactionId": "%s", "operation": "AddChat"}
    """
        .formatted(
            requestId,
            SeedData.PLACE_GROUP_BIN.workbinId(),
            SeedData.PLACE_GROUP_BIN.group(),
            interactionId);
  }
}
