package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.support.ScheduledPollConsumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outage.CapturedLog;

/** Files that cannot be taken away, and folders that fail. */
class BlockedFileTest {
  private final MeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path data;
  private DropFolder folder;
  private RawHttp http;
  private CapturedLog log;

  @BeforeEach
  void make() throws Exception {
    log = CapturedLog.ofAll();
    folder = new DropFolder(data);
    folder.intake.context.getRegistry().bind("meters", meters);
    HealthCheckRegistry health = new DefaultHealthCheckRegistry();
    health.setCamelContext(folder.intake.context);
    folder
        .intake
        .context
        .getCamelContextExtension()
        .addContextPlugin(HealthCheckRegistry.class, health);
    http = folder.intake.serve(HttpSettings.standard(data));
    folder.intake.load("intake-files.camel.yaml");
  }

  @AfterEach
  void stop() {
    folder.close();
    log.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inbox", "done", "failed", "results"})
  void placesNothingWhileAFolderFailsAndGoesOnByItself(String name) throws Exception {
    // Given
    folder.start();
    eventually().until(() -> folder.names("results").isEmpty());
    Path failing = folder.path(name);
    Path aside = folder.path("aside");
    Files.move(failing, aside);
    Files.writeString(failing, "no folder");
    Files.writeString(
        (name.equals("inbox") ? aside : data.resolve("inbox")).resolve("a.ndjson"), record("r1"));

    // When
    eventually().until(() -> health().getState() == HealthCheck.State.DOWN);
    eventually().until(() -> log.linesWith("Drop folder drop is down since").size() == 1);

    // Then
    assertThat(health().getMessage().orElseThrow()).contains("the folder fails", name);
    JsonNode failingFolder = http.get("/files").json().get("folders").get(0);
    assertThat(failingFolder.get("intake").textValue()).isEqualTo("drop");
    assertThat(failingFolder.get("reason").textValue()).contains(failing.toString());
    if (!name.equals("inbox")) {
      assertThat(state("a.ndjson").get("state").textValue()).isEqualTo("blocked");
      assertThat(state("a.ndjson").get("reason").textValue()).contains("its folder fails", name);
    }
    assertThat(meters.get("workbin.file.folders.failing").gauge().value()).isEqualTo(1);
    ScheduledPollConsumer consumer =
        (ScheduledPollConsumer) folder.intake.context.getRoute("drop").getConsumer();
    assertThat(consumer.getErrorCounter()).as("what readiness looks at").isPositive();
    assertThat(folder.placed()).isEmpty();
    assertThat(log.linesWith("Drop folder drop").get(0))
        .startsWith("WARN")
        .contains(failing.toString(), "its files wait, next try in ");

    // When
    Files.delete(failing);
    Files.move(aside, failing);

    // Then
    folder.awaitFile("done/a.ndjson");
    eventually().until(() -> health().getState() == HealthCheck.State.UP);
    assertThat(log.linesWith("INFO Drop folder drop is back after")).hasSize(1);
    assertThat(log.lines().stream().filter(line -> line.startsWith("WARN"))).hasSize(1);
    assertThat(folder.placed()).containsExactly("r1");
    eventually().until(() -> consumer.getErrorCounter() == 0);
  }

  @Test
  void readsAFileOnceThatCannotBeMovedAndMovesItWhenItCan() throws Exception {
    // Given
    folder.drop("a.ndjson", record("r1") + "\nbad");
    folder.drop("b.ndjson", record("r2"));
    Path stuck = folder.path("inbox/a.ndjson");
    makeImmutable(stuck, true);
    try {
      // When
      folder.start();
      folder.awaitFile("done/b.ndjson");
      eventually().until(() -> state("a.ndjson").path("state").asText().equals("blocked"));
      JsonNode first = state("a.ndjson");
      Path results = folder.path("results/a.ndjson.results.ndjson");
      Object written = Files.getLastModifiedTime(results);
      eventually().until(() -> !state("a.ndjson").get("nextTry").equals(first.get("nextTry")));

      // Then
      assertThat(first.get("reason").textValue())
          .startsWith("it was read and cannot be moved away: ")
          .contains("Operation not permitted");
      assertThat(Files.getLastModifiedTime(results)).as("not read again").isEqualTo(written);
      assertThat(folder.names("done")).containsExactly("b.ndjson");
      assertThat(folder.results("a.ndjson")).hasSize(2);
      assertThat(meters.get("workbin.file.blocked").gauge().value()).isEqualTo(1);
      assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
      assertThat(health().getMessage().orElseThrow()).contains("1 files are blocked");
      assertThat(log.linesWith("a.ndjson")).hasSize(1);
    } finally {
      makeImmutable(stuck, false);
    }

    // Then
    folder.awaitFile("done/a.ndjson");
    eventually().until(() -> health().getState() == HealthCheck.State.UP);
    assertThat(folder.names("done")).containsExactly("a.ndjson", "b.ndjson");
    assertThat(folder.placed()).containsExactlyInAnyOrder("r1", "r2");
    assertThat(log.linesWith("The file a.ndjson")).hasSize(3);
    assertThat(log.linesWith("INFO The file a.ndjson in")).hasSize(1);
    assertThat(records("placed")).as("counted once").isEqualTo(2);
    assertThat(records("refused")).as("counted once").isEqualTo(1);
  }

  @Test
  void leavesAFileAloneThatCannotBeRead() throws Exception {
    // Given
    folder.drop("a.ndjson", record("r1"));
    folder.drop("b.ndjson", record("r2"));
    Path file = folder.path("inbox/a.ndjson");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(file), "this user may read everything");

    // When
    folder.start();

    // Then
    folder.awaitFile("done/b.ndjson");
    eventually().until(() -> state("a.ndjson").path("state").asText().equals("blocked"));
    assertThat(state("a.ndjson").get("reason").textValue()).contains("access denied");
    assertThat(log.linesWith("a.ndjson")).hasSize(1);

    // When
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    // Then
    folder.awaitFile("done/a.ndjson");
  }

  @Test
  void stopsReadingWhenAResultCannotBeWrittenAndCountsEachRecordOnce() throws Exception {
    // Given
    folder.drop("a.ndjson", record("r1") + "\n" + "bad\n".repeat(3) + record("r2"));
    Path rejected = folder.path("results/a.ndjson.rejected.ndjson");
    Files.createDirectories(rejected);

    // When
    folder.start("concurrency", "1");
    eventually().until(() -> state("a.ndjson").path("state").asText().equals("blocked"));

    // Then
    assertThat(folder.placed()).containsExactly("r1");
    assertThat(log.linesWith("WARN")).hasSize(1);

    // When
    Files.delete(rejected);

    // Then
    folder.awaitFile("done/a.ndjson");
    eventually().until(() -> folder.names("inbox").isEmpty());
    assertThat(folder.placed()).containsExactly("r1", "r2");
    assertThat(records("placed")).isEqualTo(2);
    assertThat(records("refused")).isEqualTo(3);
  }

  @Test
  void saysOfEachFileThatStaysWhyItDoes() throws Exception {
    // Given
    folder.drop("orders.xls", "x");
    folder.drop("a\nb.json", "x");
    folder.drop("half.json.tmp", "x");
    folder.drop("large.json", "x".repeat(2_000));
    Files.createSymbolicLink(folder.path("inbox/link.json"), Path.of("large.json"));

    // When
    folder.start("maxFileSize", "1000");
    eventually().until(() -> http.get("/files").json().get("files").size() == 4);

    // Then
    assertThat(state("orders.xls").get("state").textValue()).isEqualTo("blocked");
    assertThat(state("orders.xls").get("reason").textValue()).contains("ends in none of");
    assertThat(state("a%0Ab.json").get("reason").textValue()).contains("line ends");
    assertThat(state("large.json").get("reason").textValue()).contains("2000 bytes");
    assertThat(state("link.json").get("reason").textValue()).contains("symbolic link");
    assertThat(health().getState()).as("nothing fails").isEqualTo(HealthCheck.State.UP);
  }

  @ParameterizedTest
  @CsvSource({
    // mode, folder's owner, file's owner, this process
    "755, 1, 2, 3, true",
    "1777, 1, 2, 3, false",
    "1777, 1, 2, 0, true",
    "1777, 3, 2, 3, true",
    "1777, 1, 3, 3, true"
  })
  void aStickyFolderLetsItsOwnersMoveOnly(
      String mode, int folderOwner, int fileOwner, int self, boolean movable) {
    assertThat(FileFolders.canBeMoved(Integer.parseInt(mode, 8), folderOwner, fileOwner, self))
        .isEqualTo(movable);
  }

  private HealthCheck.Result health() {
    return HealthCheckRegistry.get(folder.intake.context)
        .getCheck("files-drop")
        .orElseThrow(() -> new AssertionError("not registered"))
        .call();
  }

  private double records(String outcome) {
    return meters.get("workbin.file.records").tag("outcome", outcome).counter().count();
  }

  private JsonNode state(String name) throws Exception {
    return http.get("/files/" + name).json();
  }

  /** Has the operating system refuse to move a file, for whoever asks. */
  private static void makeImmutable(Path file, boolean immutable)
      throws IOException, InterruptedException {
    try {
      int status =
          new ProcessBuilder(List.of("chattr", immutable ? "+i" : "-i", file.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      assumeTrue(status == 0, "this user may not make a file immutable here");
    } catch (IOException noSuchProgram) {
      assumeTrue(false, "there is no chattr");
    }
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static String record(String requestId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i\"}"
        .formatted(requestId);
  }
}
