package org.workbinroutes.sink.ndjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonFileTest {
  @TempDir Path directory;
  private DefaultCamelContext context;
  private Path file;

  @BeforeEach
  void start() {
    file = directory.resolve("sinks/notifications.ndjson");
    context = new DefaultCamelContext();
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void appends_one_line_each_and_makes_the_directory() throws IOException {
    // When
    send("{\"a\":1}");
    send("{\"\u00FC\":\"\u5927\"}");
    // Then
    assertThat(file).content().isEqualTo("{\"a\":1}\n{\"\u00FC\":\"\u5927\"}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void takes_out_the_half_line_of_a_crash_before_it_goes_on() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"a\":1}\n{\"b\":\"" + "x".repeat(100_000));
    // When
    send("{\"c\":3}");
    // Then
    assertThat(file).content().isEqualTo("{\"a\":1}\n{\"c\":3}\n");
  }

  @Test
  void ends_a_last_line_that_is_whole() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"a\":1}\n{\"b\":2}");
    // When
    send("{\"c\":3}");
    // Then
    assertThat(file).content().isEqualTo("{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
  }

  @Test
  void takes_out_what_no_line_ever_ended() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"a\":");
    // When
    send("1");
    // Then
    assertThat(file).content().isEqualTo("1\n");
  }

  @Test
  void two_endpoints_on_one_file_do_not_mix_lines() throws IOException {
    // Given
    String long1 = "\"" + "a".repeat(200_000) + "\"";
    String long2 = "\"" + "b".repeat(200_000) + "\"";
    // When
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> send(i % 2 == 0 ? "?sync=false" : "?sync=true", i % 2 == 0 ? long1 : long2));
    // Then
    Map<String, Long> lines =
        Files.readAllLines(file).stream()
            .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
    assertThat(lines).isEqualTo(Map.of(long1, 20L, long2, 20L));
  }

  @Test
  void a_file_moved_away_is_begun_anew() throws IOException {
    // Given
    send("1");
    Files.move(file, directory.resolve("yesterday"));
    // When
    send("2");
    // Then
    assertThat(file).content().isEqualTo("2\n");
  }

  @Test
  void a_file_removed_or_replaced_or_cut_is_noticed_at_once() throws IOException {
    // Given
    send("1");
    Files.delete(file);
    // When
    send("2");
    Files.delete(file);
    Files.writeString(file, "\"mine\"\n");
    send("3");
    Files.writeString(file, "");
    send("4");
    Files.writeString(file, "\"yours\"\n", StandardOpenOption.APPEND);
    send("5");
    // Then
    assertThat(file).content().isEqualTo("4\n\"yours\"\n5\n");
  }

  @Test
  void a_link_put_in_the_place_of_the_open_file_is_not_followed() throws IOException {
    // Given
    send("1");
    Path outside = Files.writeString(directory.resolve("outside"), "");
    Files.move(file, directory.resolve("away"));
    Files.createSymbolicLink(file, outside);
    // Then
    assertThatThrownBy(() -> send("2")).hasStackTraceContaining("is a symbolic link");
    assertThat(outside).isEmptyFile();
  }

  @Test
  void does_not_follow_a_symbolic_link() throws IOException {
    // Given
    Files.createDirectories(file.getParent());
    Path outside = Files.writeString(directory.resolve("outside"), "");
    Files.createSymbolicLink(file, outside);
    // Then
    assertThatThrownBy(() -> send("1")).hasRootCauseInstanceOf(IOException.class);
    assertThat(outside).isEmptyFile();
  }

  @Test
  void does_not_wait_for_the_other_end_of_a_pipe() throws Exception {
    // Given
    Files.createDirectories(file.getParent());
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    // Then
    assertThatThrownBy(() -> send("1")).hasStackTraceContaining("is a pipe, a device or a folder");
  }

  @Test
  void no_header_names_another_file() {
    // When
    context
        .createProducerTemplate()
        .sendBodyAndHeaders(
            "ndjson:" + file,
            "1",
            Map.of("CamelFileName", "../evil", "camelfilename", "/tmp/evil", "file", "evil"));
    // Then
    assertThat(directory).isDirectoryRecursivelyContaining("glob:**/notifications.ndjson");
    assertThat(directory.resolve("evil")).doesNotExist();
    assertThat(directory.resolve("sinks/evil")).doesNotExist();
  }

  @Test
  void refuses_a_body_of_several_lines_and_leaves_the_file_alone() {
    assertThatThrownBy(() -> send("{\n}"))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseMessage("The body has more than one line: write the JSON without line ends");
    assertThat(file).doesNotExist();
  }

  @Test
  void cannot_be_read_from() {
    assertThatThrownBy(() -> context.getEndpoint("ndjson:x").createConsumer(e -> {}))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("ndjson only writes");
  }

  private void send(String body) {
    send("", body);
  }

  private void send(String options, String body) {
    context.createProducerTemplate().sendBody("ndjson:" + file + options, body);
  }
}
