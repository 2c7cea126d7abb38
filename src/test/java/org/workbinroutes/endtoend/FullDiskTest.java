package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.outage.SmallDisk;
import org.workbinroutes.simulator.SimulatorServer;

/** Result files and a file sink on a disk that gets full while all else has room. */
@Timeout(600)
class FullDiskTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECORD =
      "{\"requestId\":\"%s\",\"workbinId\":\"5d487e69-a393-4228-a06f-6a4015ab1b54\","
          + "\"placeGroup\":\"MyPlaceGroup\",\"interactionId\":\"%s\"}\n";

  @TempDir Path temp;

  @Test
  void resultsAndNotificationsAreCompleteWhenThereIsRoomAgain() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(temp.resolve("disk"), 2);
        SimulatorServer gws = SimulatorServer.builder().start();
        CapturedLog log = CapturedLog.ofAll();
        ProductRig product =
            new ProductRig(
                gws,
                temp,
                keys -> {
                  keys.put(
                      "camel.routeTemplate[inbox].results",
                      disk.folder().resolve("results").toString());
                  keys.put(
                      "camel.routeTemplate[audit].to", "ndjson:" + disk.folder() + "/audit.ndjson");
                })) {
      // Given
      product.post(RECORD.formatted("before", "i-0"));
      await().atMost(PATIENCE).until(() -> lines(disk, "audit.ndjson").contains("i-0"));
      disk.fill();

      // When
      StringBuilder records = new StringBuilder();
      for (int i = 1; i <= 40; i++) {
        records.append(RECORD.formatted("r-" + i, "i-" + i));
      }
      product.drop("some.ndjson", records.toString());

      // Then
      await()
          .atMost(PATIENCE)
          .until(() -> log.lines().stream().anyMatch(line -> line.contains("No space left")));
      assertThat(product.data.resolve("done/some.ndjson")).doesNotExist();

      // When
      disk.free();

      // Then
      await().atMost(PATIENCE).until(() -> Files.exists(product.data.resolve("done/some.ndjson")));
      List<String> results =
          Files.readAllLines(disk.folder().resolve("results/some.ndjson.results.ndjson"));
      assertThat(results).hasSize(40).allSatisfy(line -> JSON.readTree(line));
      for (int i = 1; i <= 40; i++) {
        String id = "\"i-" + i + "\"";
        await().atMost(PATIENCE).until(() -> lines(disk, "audit.ndjson").contains(id));
      }
      assertThat(Files.readAllLines(disk.folder().resolve("audit.ndjson")))
          .as("no half lines")
          .allSatisfy(line -> JSON.readTree(line));
      assertThat(gws.counters().addEffects()).isEqualTo(41);
    }
  }

  private static String lines(SmallDisk disk, String name) throws IOException {
    Path file = disk.folder().resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
