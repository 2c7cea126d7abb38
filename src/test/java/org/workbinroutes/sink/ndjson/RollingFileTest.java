package org.workbinroutes.sink.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class RollingFileTest {
  @TempDir Path directory;
  private final Days days = new Days();
  private DefaultCamelContext context;
  private Path file;

  /** A clock that is put forward by hand. */
  private static final class Days extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-11-24T23:59:59Z"));

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("one zone is enough here");
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  @BeforeEach
  void start() {
    file = directory.resolve("sinks/notifications.ndjson");
    startContext();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private void startContext() {
    context = new DefaultCamelContext();
    context.addComponent("ndjson", new NdjsonComponent(days));
    context.start();
  }

  @Test
  void a_day_gets_a_file_of_its_own() throws IOException {
    // Given
    send("?roll=daily", "1");
    send("?roll=daily", "2");
    // When
    days.now.set(Instant.parse("2026-11-25T00:00:00Z"));
    send("?roll=daily", "3");
    // Then
    assertThat(file).content().isEqualTo("3\n");
    assertThat(sibling("notifications-2026-11-24.ndjson")).content().isEqualTo("1\n2\n");
  }

  @Test
  void a_file_that_a_stopped_process_left_is_closed_under_its_own_day() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-20T12:00:00Z")));
    // When
    send("?roll=daily", "2");
    // Then
    assertThat(file).content().isEqualTo("2\n");
    assertThat(sibling("notifications-2026-11-20.ndjson")).content().isEqualTo("1\n");
  }

  @Test
  void a_size_is_not_passed_and_no_closed_file_is_overwritten() throws IOException {
    // Given
    String line = "\"" + "x".repeat(600) + "\"";
    Files.createDirectories(file.getParent());
    Files.writeString(sibling("notifications-2026-11-24.ndjson"), "mine\n");
    Files.writeString(sibling("notifications-2026-11-24.7.ndjson.gz"), "mine\n");
    // When
    IntStream.range(0, 3).forEach(i -> send("?roll=1KB", line));
    // Then
    assertThat(names())
        .containsExactly(
            "notifications-2026-11-24.7.ndjson.gz",
            "notifications-2026-11-24.8.ndjson",
            "notifications-2026-11-24.9.ndjson",
            "notifications-2026-11-24.ndjson",
            "notifications.ndjson");
    assertThat(sibling("notifications-2026-11-24.ndjson")).content().isEqualTo("mine\n");
    assertThat(sibling("notifications-2026-11-24.8.ndjson")).content().isEqualTo(line + "\n");
  }

  @Test
  void a_line_longer_than_the_size_is_written_whole() throws IOException {
    // Given
    String line = "\"" + "x".repeat(5_000) + "\"";
    // When
    send("?roll=1KB", line);
    // Then
    assertThat(names()).containsExactly("notifications.ndjson");
    assertThat(file).content().isEqualTo(line + "\n");
  }

  @Test
  void closed_files_are_packed_and_the_oldest_removed() {
    // Given
    String options = "?roll=daily&gzip=true&keep=2";
    // When
    for (int day = 0; day < 5; day++) {
      send(options, "{\"day\":" + day + "}");
      days.now.updateAndGet(now -> now.plus(Duration.ofDays(1)));
    }
    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(names())
                    .containsExactly(
                        "notifications-2026-11-26.ndjson.gz",
                        "notifications-2026-11-27.ndjson.gz",
                        "notifications.ndjson"));
    assertThat(unpacked("notifications-2026-11-27.ndjson.gz")).isEqualTo("{\"day\":3}\n");
    assertThat(permissions("notifications-2026-11-27.ndjson.gz")).isEqualTo("rw-------");
  }

  @Test
  void what_a_crash_left_half_packed_is_packed_after_the_start() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(sibling("notifications-2026-11-20.ndjson"), "1\n");
    Files.writeString(sibling("notifications-2026-11-20.ndjson.gz.tmp"), "half");
    Files.writeString(sibling("notifications-2026-11-21.ndjson"), "2\n");
    pack("notifications-2026-11-21.ndjson.gz", "2\n");
    // When
    send("?roll=daily&gzip=true", "3");
    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(names())
                    .containsExactly(
                        "notifications-2026-11-20.ndjson.gz",
                        "notifications-2026-11-21.ndjson.gz",
                        "notifications.ndjson"));
    assertThat(unpacked("notifications-2026-11-20.ndjson.gz")).isEqualTo("1\n");
    assertThat(unpacked("notifications-2026-11-21.ndjson.gz")).isEqualTo("2\n");
  }

  @Test
  void a_packed_file_with_something_else_in_it_is_left_alone() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(sibling("notifications-2026-11-20.ndjson"), "1\n");
    pack("notifications-2026-11-20.ndjson.gz", "other\n");
    RolledFiles rolled = new RolledFiles(file, true, 0);
    // Then
    assertThatThrownBy(rolled::tidy).hasMessageContaining("holds something else");
    assertThat(sibling("notifications-2026-11-20.ndjson")).exists();
    assertThat(unpacked("notifications-2026-11-20.ndjson.gz")).isEqualTo("other\n");
  }

  @Test
  void neighbours_are_not_touched() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    List<String> others =
        List.of("notifications-audit.ndjson", "other-2026-11-20.ndjson", "notifications.ndjson.gz");
    for (String other : others) {
      Files.writeString(sibling(other), "mine\n");
    }
    // When
    send("?roll=daily&gzip=true&keep=1", "1");
    new RolledFiles(file, true, 1).tidy();
    // Then
    for (String other : others) {
      assertThat(sibling(other)).content().isEqualTo("mine\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roll=weekly           | roll=weekly is no rule: write none, daily or a size",
        "roll=0MB              | roll=0MB is no rule",
        "gzip=true             | add roll=daily or roll=100MB",
        "keep=3                | add roll=daily or roll=100MB",
        "roll=daily&keep=-1    | keep=-1 is no number of files",
      })
  void wrong_options_fail_at_the_start(String options, String message) {
    assertThatThrownBy(() -> context.getEndpoint("ndjson:" + file + "?" + options))
        .hasStackTraceContaining(message);
  }

  @Test
  void two_sinks_with_one_file_must_agree() {
    // Given
    context.getEndpoint("ndjson:" + file + "?roll=daily");
    // Then
    assertThatThrownBy(() -> context.getEndpoint("ndjson:" + file + "?roll=1MB"))
        .hasStackTraceContaining("with different roll, gzip or keep");
  }

  private Path sibling(String name) {
    return file.resolveSibling(name);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private String unpacked(String name) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(sibling(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(name + " cannot be unpacked", e);
    }
  }

  private void pack(String name, String content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(sibling(name)))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String permissions(String name) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(sibling(name)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void send(String options, String body) {
    context.createProducerTemplate().sendBody("ndjson:" + file + options, body);
  }
}
