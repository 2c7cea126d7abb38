package org.workbinroutes.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * The container image that {@code ./mvnw -Pimage package} makes, started without an engine. The
 * profile names the image; without it there is none.
 */
@EnabledIfSystemProperty(named = ImageIT.IMAGE, matches = ".+")
class ImageIT {
  static final String IMAGE = "workbinroutes.image";

  private static final Path FOLDER = Path.of("target", "image-it");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String KEY = "wbr_of-the-tests";

  private static UnpackedImage image;

  private final Map<String, String> environment = new HashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private SimulatorServer gws;
  private Process process;

  @BeforeAll
  static void unpack() throws Exception {
    image = new UnpackedImage(Path.of(System.getProperty(IMAGE)), FOLDER);
  }

  @BeforeEach
  void prepare() throws IOException {
    gws = SimulatorServer.builder().user("routes", "s3cret").start();
    environment.put("GWS_URL", gws.url());
    environment.put("GWS_USERNAME", "routes");
    environment.put("GWS_PASSWORD", "s3cret");
    environment.put("HTTP_AUTH", "keys");
    environment.put("HTTP_KEYS", "tests:" + ApiKey.hashOf(KEY));
    environment.put("HTTP_PORT", Integer.toString(FreePort.next()));
    environment.put("MANAGEMENT_PORT", Integer.toString(FreePort.next()));
    // however slow this machine is
    environment.put("WORKBIN_STOP_TIMEOUT", "2m");
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
    gws.close();
  }

  @Test
  void placesAsAUserThatCanWriteNothingButItsVolumeAndStopsInOrder() throws Exception {
    // Given
    Set<String> before = files(image.root());
    Path output = FOLDER.resolve("output.txt");
    process = image.entryPoint(environment).redirectOutput(output.toFile()).start();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(process.isAlive()).as(Files.readString(output)).isTrue();
              return Files.readString(output).contains("ready in");
            });
    // When
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(place("0001BaBFVPR2IMGE").statusCode()).isEqualTo(200));
    // Then
    assertThat(gws.contents(SeedData.PLACE_GROUP_BIN)).containsExactly("0001BaBFVPR2IMGE");
    Path data = image.volume().resolve("workbin-routes");
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(data.resolve("sinks/notifications.ndjson"))
                  .content()
                  .contains("0001BaBFVPR2IMGE");
              assertThat(get("/observe/health/ready")).isEqualTo(200);
              assertThat(get("/observe/metrics")).isEqualTo(200);
              assertThat(UnpackedImage.run(image.command(environment, healthCheck()), 0))
                  .contains("200");
            });
    // When
    process.destroy();
    // Then
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(output))
        .contains("stopped in")
        .doesNotContain("WARN", "ERROR", "s3cret", KEY);
    assertThat(files(image.root())).isEqualTo(before);
    assertThat(image.volume()).isDirectoryContaining(file -> file.equals(data));
    assertThat(files(image.volume())).allMatch(line -> line.startsWith("workbin-routes"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    if (isRoot()) {
      assertThat(Files.getAttribute(data, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(10001);
    }
    // When nobody answers
    assertThat(UnpackedImage.run(image.command(environment, healthCheck()), 1))
        .contains("ConnectException");
  }

  @Test
  void takesItsClassesFromTheArchiveAndItsMemoryFromTheVariable() throws Exception {
    // When
    String loaded = version("@/opt/workbin-routes/bin/memory.options -Xlog:class+load");
    String flags =
        version("-Xmx256m -XX:MaxDirectMemorySize=64m -XX:+PrintFlagsFinal -Djdk.serialFilter=*");
    // Then
    assertThat(loaded)
        .contains("org.workbinroutes.Main source: shared objects file (top)")
        .contains("org.workbinroutes.ops.cli.WorkbinRoutes source: shared objects file (top)");
    assertThat(flags)
        .containsPattern("MaxHeapSize += 268435456 ")
        .containsPattern("MaxDirectMemorySize += 67108864 ")
        .containsPattern("ExitOnOutOfMemoryError += true ");
    assertThat(version("@/opt/workbin-routes/bin/memory.options -XX:+PrintFlagsFinal"))
        .containsPattern("MaxDirectMemorySize += 134217728 ");
  }

  @Test
  void namesItsUserByNumberAndItsPorts() {
    JsonNode config = image.config();
    assertThat(config.path("User").asText()).matches("[1-9][0-9]*:[1-9][0-9]*");
    assertThat(config.path("ExposedPorts").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("8080/tcp", "9876/tcp");
    assertThat(config.path("Volumes").fieldNames()).toIterable().containsExactly("/data");
  }

  @Test
  void doesNotStartForOtherMachinesWithoutALogin() throws Exception {
    environment.remove("HTTP_AUTH");
    environment.remove("HTTP_KEYS");
    assertThat(UnpackedImage.run(image.entryPoint(environment), 2)).contains("http.auth");
  }

  private String version(String javaOptions) throws Exception {
    environment.put("JDK_JAVA_OPTIONS", javaOptions);
    return UnpackedImage.run(image.entryPoint(environment, "--version"), 0);
  }

  /** That of the example for Compose. */
  private static List<String> healthCheck() throws IOException {
    JsonNode test =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("src/main/dist/docker/compose.yaml").toFile())
            .at("/services/workbin-routes/healthcheck/test");
    List<String> command = new ArrayList<>();
    test.forEach(word -> command.add(word.asText()));
    assertThat(command.remove(0)).isEqualTo("CMD");
    return command;
  }

  private HttpResponse<String> place(String interactionId)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + environment.get("HTTP_PORT")
                        + "/placements?wait=confirmed"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + KEY)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"requestId": "by-image", "workbinId": "%s", "placeGroup": "%s",
                     "interactionId": "%s", "operation": "AddChat"}
                    """
                        .formatted(
                            SeedData.PLACE_GROUP_BIN.workbinId(),
                            SeedData.PLACE_GROUP_BIN.group(),
                            interactionId)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + environment.get("MANAGEMENT_PORT") + path))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Everything in a folder, with time and size. */
  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> lines = new TreeSet<>();
      for (Path file : files.filter(file -> !file.equals(folder)).toList()) {
        lines.add(
            folder.relativize(file)
                + " "
                + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                + " "
                + (Files.isRegularFile(file) ? Files.size(file) : 0));
      }
      return lines;
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
