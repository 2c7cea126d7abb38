package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
@Timeout(600)
class DataFolderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"000", "022"})
  void everythingInItIsForItsOwnerAlone(String umask) throws Exception {
    // Given
    Path log = folder.resolve("log");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process product =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$0\" \"$@\"",
                java.toString(),
                "-Djdk.serialFilter=!*",
                "-cp",
                System.getProperty("java.class.path"),
                ProductOfItsOwn.class.getName(),
                folder.toString())
            .redirectError(log.toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(product.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals("placed")) {
        line = out.readLine();
      }
      assertThat(line).as("see what it logged: %s", Files.readString(log)).isEqualTo("placed");

      // Then
      Path data = folder.resolve("data");
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> {
                List<String> found = permissions(data);
                assertThat(found).hasSizeGreaterThan(20).allMatch(DataFolderTest::isPrivate);
                for (String part : List.of("ledger", "broker", "inbox", "done", "results")) {
                  assertThat(found).anyMatch(entry -> entry.contains("/" + part));
                }
              });

      // When
      product.getOutputStream().close();
      assertThat(product.waitFor(2, TimeUnit.MINUTES)).isTrue();

      // Then
      assertThat(permissions(data)).allMatch(DataFolderTest::isPrivate);
    } finally {
      product.destroyForcibly();
    }
  }

  private static boolean isPrivate(String entry) {
    return entry.startsWith("rw------- ") || entry.startsWith("rwx------ ");
  }

  private static List<String> permissions(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        found.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " " + path);
      }
    } catch (UncheckedIOException | NoSuchFileException moved) {
      // a file went while the folder was walked: it is walked again
      return permissions(folder);
    }
    return found;
  }
}
