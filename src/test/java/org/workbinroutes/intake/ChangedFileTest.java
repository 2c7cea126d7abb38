package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outage.CapturedLog;

/** A file that changes while it is read is a file that was not read. */
class ChangedFileTest {
  @TempDir Path data;

  /** What somebody does to a file. */
  enum Change {
    RENAMED_OVER,
    REWRITTEN_IN_PLACE,
    REWRITTEN_WITH_ITS_TIME_SET_BACK,
    APPENDED_TO;

    /** Does it; returns what lies there now. */
    byte[] to(Path file, byte[] old, byte[] other) throws IOException {
      FileTime time = Files.getLastModifiedTime(file);
      switch (this) {
        case RENAMED_OVER -> {
          Path beside = file.resolveSibling("beside.tmp");
          Files.write(beside, other);
          Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
        case REWRITTEN_IN_PLACE -> Files.write(file, other);
        case REWRITTEN_WITH_ITS_TIME_SET_BACK -> {
          Files.write(file, other);
          Files.setLastModifiedTime(file, time);
        }
        case APPENDED_TO -> Files.write(file, other, StandardOpenOption.APPEND);
      }
      if (this != APPENDED_TO) {
        return other;
      }
      byte[] both = new byte[old.length + other.length];
      System.arraycopy(old, 0, both, 0, old.length);
      System.arraycopy(other, 0, both, old.length, other.length);
      return both;
    }
  }

  static Stream<Arguments> changes() {
    List<Arguments> all = new ArrayList<>();
    for (Change change : Change.values()) {
      for (String ready : List.of("unchanged", "marker", "rename")) {
        for (String onError : List.of("continue", "reject-file")) {
          all.add(Arguments.of(change, ready, onError, "a.ndjson"));
        }
      }
      if (change != Change.APPENDED_TO) {
        all.add(Arguments.of(change, "unchanged", "continue", "a.zip"));
        all.add(Arguments.of(change, "unchanged", "reject-file", "a.zip"));
      }
      all.add(Arguments.of(change, "unchanged", "continue", "a.ndjson.gz"));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void readsWhatLiesThereNowAndKeepsTheResultsOfWhatLayThere(
      Change change, String ready, String onError, String name) throws Exception {
    try (DropFolder folder = new DropFolder(data);
        CapturedLog log = CapturedLog.ofAll()) {
      // Given
      byte[] old = content(name, "r1", "r2");
      byte[] other = content(name, "n1", "n2");
      AtomicBoolean done = new AtomicBoolean();
      byte[][] now = {old};
      folder.intake.gws.beforePlacing =
          request -> {
            if (request.requestId().equals("r2") && done.compareAndSet(false, true)) {
              try {
                now[0] = change.to(folder.path("inbox/" + name), old, other);
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
            }
          };
      folder.drop(name, old);
      if (ready.equals("marker")) {
        folder.drop(name + ".done", "");
      }

      // When
      folder.start("ready", ready, "onError", onError, "concurrency", "1");

      // Then
      eventually()
          .until(
              () -> Files.exists(folder.path("done/" + name)) && folder.names("inbox").isEmpty());
      assertThat(folder.path("done/" + name)).hasBinaryContent(now[0]);
      assertThat(folder.names("done")).hasSize(1);
      assertThat(folder.names("failed")).isEmpty();
      assertThat(folder.placed()).containsExactly("r1", "r2", "n1", "n2");
      assertThat(ids(folder.results(name)))
          .containsExactlyElementsOf(
              change == Change.APPENDED_TO ? List.of("r1", "r2", "n1", "n2") : List.of("n1", "n2"));
      List<JsonNode> kept = folder.results(name + ".changed");
      assertThat(ids(kept)).containsExactly("r1", "r2", null);
      assertThat(kept.get(2).get("state").textValue()).isEqualTo("CHANGED");
      assertThat(log.linesWith("it changed while it was read"))
          .singleElement()
          .asString()
          .startsWith("WARN The file " + name + " stays in ")
          .contains(name + ".changed.results.ndjson");
      assertThat(log.linesWith("no longer blocked")).hasSize(1);
    }
  }

  @Test
  void placesRecordsWithoutRequestIdOnceThoughTheirFileGrows() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      String record = "{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"%s\"}\n";
      AtomicBoolean done = new AtomicBoolean();
      folder.intake.gws.beforePlacing =
          request -> {
            if (done.compareAndSet(false, true)) {
              try {
                Files.writeString(
                    folder.path("inbox/a.ndjson"),
                    record.formatted("i3"),
                    StandardOpenOption.APPEND);
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
            }
          };
      folder.drop("a.ndjson", record.formatted("i1") + record.formatted("i2"));

      // When
      folder.start();

      // Then
      folder.awaitFile("done/a.ndjson");
      assertThat(folder.results("a.ndjson")).hasSize(3);
      assertThat(folder.intake.gws.requests)
          .extracting(request -> request.interactionId())
          .containsExactlyInAnyOrder("i1", "i2", "i3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unchanged", "marker", "rename"})
  void readsAgainWhatAWriterAddsAfterTheFileWasMoved(String ready) throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.drop("a.ndjson", "");
      try (OutputStream writer =
          Files.newOutputStream(folder.path("inbox/a.ndjson"), StandardOpenOption.APPEND)) {
        writer.write((record("r1") + "\n").getBytes(UTF_8));
        folder.drop("a.ndjson.done", "");
        folder.start("ready", ready);
        folder.awaitFile("done/a.ndjson");

        // When
        writer.write((record("r2") + "\n").getBytes(UTF_8));
      }

      // Then
      eventually().until(() -> folder.placed().contains("r2"));
      eventually().until(() -> !Files.exists(folder.path("inbox/a.ndjson")));
      assertThat(folder.placed()).containsExactly("r1", "r2");
      assertThat(ids(folder.results("a.ndjson.changed"))).containsExactly("r1", null);
      assertThat(ids(folder.results("a.ndjson"))).containsExactlyInAnyOrder("r1", "r2");
      assertThat(folder.names("done")).containsExactly("a.ndjson");
    }
  }

  @Test
  void whatGrewAndGotAnotherNameIsReadAgainAndItsRecordsArePlacedOnce() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      String record = "{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"%s\"}\n";
      folder.drop("a.ndjson", "");
      try (OutputStream writer =
          Files.newOutputStream(folder.path("inbox/a.ndjson"), StandardOpenOption.APPEND)) {
        writer.write(record.formatted("i1").getBytes(UTF_8));
        folder.drop("a.ndjson.done", "");
        folder.start("ready", "marker");
        folder.awaitFile("done/a.ndjson");
        eventually().until(() -> !Files.exists(folder.path("inbox/a.ndjson.done")));
        // the next file of the name, not ready yet
        folder.drop("a.ndjson", record.formatted("i9"));

        // When
        writer.write(record.formatted("i2").getBytes(UTF_8));
      }

      // Then
      folder.awaitFile("done/2-a.ndjson");
      assertThat(folder.intake.gws.requests)
          .extracting(request -> request.interactionId())
          .containsExactly("i1", "i2");
      assertThat(folder.results("2-a.ndjson")).hasSize(2);
      assertThat(folder.text("inbox/a.ndjson")).contains("i9");
    }
  }

  @Test
  void keepsTheRejectedRecordsOfWhatLayThere() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      AtomicBoolean done = new AtomicBoolean();
      folder.intake.gws.beforePlacing =
          request -> {
            if (done.compareAndSet(false, true)) {
              try {
                Files.writeString(folder.path("inbox/a.ndjson"), "new one\n" + record("n1"));
              } catch (IOException failed) {
                throw new AssertionError(failed);
              }
            }
          };
      folder.drop("a.ndjson", "old one\n" + record("r1"));

      // When
      folder.start("concurrency", "1");

      // Then
      folder.awaitFile("done/a.ndjson");
      assertThat(folder.text("results/a.ndjson.rejected.ndjson")).isEqualTo("new one\n");
      assertThat(folder.text("results/a.ndjson.changed.rejected.ndjson")).isEqualTo("old one\n");
    }
  }

  @Test
  void keepsTheMarkerThatWasWrittenForTheNextFile() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      Path marker = folder.path("inbox/a.ndjson.done");
      folder.intake.gws.beforePlacing =
          request -> {
            try {
              Files.delete(marker);
              Files.writeString(marker, "next");
            } catch (IOException failed) {
              throw new AssertionError(failed);
            }
          };
      folder.drop("a.ndjson", record("r1"));
      folder.drop("a.ndjson.done", "");

      // When
      folder.start("ready", "marker");

      // Then
      folder.awaitFile("done/a.ndjson");
      folder.intake.gws.beforePlacing = request -> {};
      folder.drop("a.ndjson", record("r2"));
      folder.awaitFile("done/a-2.ndjson");
      assertThat(folder.placed()).containsExactly("r1", "r2");
      eventually().until(() -> !Files.exists(marker));
    }
  }

  @Test
  void nothingGoesToDoneUnreadHoweverOftenAFileIsReplaced() throws Exception {
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.start("ready", "rename", "delay", "1");
      Path file = folder.path("inbox/a.ndjson");

      // When
      int versions = 500;
      for (int i = 0; i < versions; i++) {
        Path beside = file.resolveSibling("beside.tmp");
        Files.writeString(beside, record("r" + i));
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        if (i % 3 == 0) {
          folder.awaitGone("a.ndjson");
        }
      }

      // Then
      folder.awaitGone("a.ndjson");
      eventually().until(() -> folder.names("inbox").isEmpty());
      List<String> placed = folder.placed();
      assertThat(placed).doesNotHaveDuplicates().contains("r" + (versions - 1));
      for (String name : folder.names("done")) {
        String content = folder.text("done/" + name);
        assertThat(placed).as(content).anyMatch(id -> content.contains('"' + id + '"'));
      }
    }
  }

  @Test
  void movesToAnotherDisk() throws Exception {
    Path shm = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(shm) && !Files.getFileStore(shm).equals(Files.getFileStore(data)),
        "there is no other disk");
    Path disk = Files.createTempDirectory(shm, "workbin");
    try (DropFolder folder = new DropFolder(data)) {
      // Given
      folder.drop("a.ndjson", record("r1"));
      folder.drop(".moving-left.ndjson", record("r2"));

      // When
      folder.start("done", disk.toString());

      // Then
      eventually().until(() -> folder.placed().size() == 2 && folder.names("inbox").isEmpty());
      assertThat(disk.resolve("a.ndjson")).hasContent(record("r1"));
      assertThat(disk.resolve("left.ndjson")).hasContent(record("r2"));
    } finally {
      try (Stream<Path> files = Files.list(disk)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(disk);
    }
  }

  @Test
  void aTimeIsSettledWhenTheNextChangeShowsInIt() {
    // Given
    Instant now = Instant.parse("2026-11-30T10:00:05.123Z");
    Instant coarse = Instant.parse("2026-11-30T10:00:05Z");

    // Then
    assertThat(settled(now.minusMillis(5), now)).isFalse();
    assertThat(settled(now.minusMillis(50), now)).isTrue();
    assertThat(settled(coarse.minusMillis(1_000), coarse)).as("of seconds").isFalse();
    assertThat(settled(coarse.minusMillis(3_000), coarse)).as("of seconds").isTrue();
    assertThat(settled(now.plusSeconds(3_600), now)).as("set by somebody").isTrue();
  }

  private static boolean settled(Instant modified, Instant now) {
    return new FileIdentity(null, 1, FileTime.from(modified), null).isSettled(FileTime.from(now));
  }

  private static byte[] content(String name, String... requestIds) {
    StringBuilder lines = new StringBuilder();
    for (String requestId : requestIds) {
      lines.append(record(requestId)).append('\n');
    }
    if (name.endsWith(".zip")) {
      return FileTexts.zip("in.ndjson", lines.toString());
    }
    byte[] plain = lines.toString().getBytes(UTF_8);
    return name.endsWith(".gz") ? FileTexts.gzip(plain) : plain;
  }

  private static List<String> ids(List<JsonNode> lines) {
    List<String> ids = new ArrayList<>();
    lines.forEach(line -> ids.add(line.get("requestId").textValue()));
    return ids;
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private static String record(String requestId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i\"}"
        .formatted(requestId);
  }
}
