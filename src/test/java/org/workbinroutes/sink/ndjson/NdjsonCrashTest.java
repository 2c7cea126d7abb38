package org.workbinroutes.sink.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the writing process again and again; every line it called safe must be there, and whole.
 */
@Timeout(120)
class NdjsonCrashTest {
  private static final int ROUNDS = Boolean.getBoolean("workbinroutes.long") ? 50 : 2;
  private static final int LINES_BEFORE_THE_KILL = 150;
  private static final int NUMBERS_PER_ROUND = 1_000_000;

  @TempDir Path directory;
  private final Set<Integer> safe = new HashSet<>();

  @Test
  void a_line_called_safe_is_there_after_a_kill_and_no_line_is_half() throws Exception {
    // Given
    Path file = directory.resolve("sinks/notifications.ndjson");
    String endpoint = "ndjson:" + file + "?roll=1MB&gzip=true";
    // When
    for (int round = 0; round < ROUNDS; round++) {
      writeAndKill(endpoint, round);
    }
    // the next line takes out what the last kill left half
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      context.createProducerTemplate().sendBody(endpoint, "{\"number\":-1}");
    }
    // Then
    Set<Integer> found = numbers(file.getParent());
    assertThat(safe).hasSizeGreaterThanOrEqualTo(ROUNDS * LINES_BEFORE_THE_KILL);
    assertThat(found).containsAll(safe).contains(-1);
  }

  private void writeAndKill(String endpoint, int round) throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                NdjsonVictim.class.getName(),
                endpoint,
                Integer.toString(round * NUMBERS_PER_ROUND))
            .redirectError(directory.resolve("victim-" + round + ".err").toFile())
            .start();
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      int lines = 0;
      String line = out.readLine();
      while (line != null) {
        // the kill can cut a number short: only whole lines with the mark at the end count
        if (line.matches("[0-9]+ safe")) {
          safe.add(Integer.valueOf(line.substring(0, line.indexOf(' '))));
          lines++;
        }
        if (lines == LINES_BEFORE_THE_KILL + 37 * round) {
          // by its handle: the process object would close what is still to be read
          victim.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  private static Set<Integer> numbers(Path directory) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Set<Integer> numbers = new HashSet<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(path -> !path.toString().endsWith(".tmp")).toList();
    }
    for (Path file : files) {
      try (BufferedReader lines = reader(file)) {
        lines.lines().map(line -> parse(json, line)).forEach(numbers::add);
      }
    }
    return numbers;
  }

  private static int parse(ObjectMapper json, String line) {
    try {
      JsonNode parsed = json.readTree(line);
      assertThat(parsed.isObject()).isTrue();
      return parsed.get("number").intValue();
    } catch (IOException half) {
      throw new UncheckedIOException("Half a line of " + line.length() + " characters", half);
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
            StandardCharsets.UTF_8));
  }
}
