package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationLoader;

class DataLockTest {
  @TempDir Path folder;

  @Test
  void aSecondProcessIsRefusedUntilTheFirstHasEndedHoweverItEnds() throws Exception {
    // Given
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DataLockTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.lines().anyMatch("taken"::equals)).isTrue();
      // When / Then
      assertThatThrownBy(() -> DataLock.take(configuration(folder)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("process " + other.pid() + " works on it")
          .hasMessageContaining("workbin.data of its own");
    } finally {
      other.destroyForcibly().waitFor();
    }
    DataLock.take(configuration(folder)).close();
  }

  @Test
  void aFolderThatIsReleasedCanBeTakenAgain() {
    DataLock first = DataLock.take(configuration(folder));
    assertThatThrownBy(() -> DataLock.take(configuration(folder)))
        .isInstanceOf(ConfigurationException.class);
    first.close();
    DataLock.take(configuration(folder)).close();
  }

  /** The other process. */
  public static void main(String[] arguments) throws Exception {
    try (DataLock lock = DataLock.take(configuration(Path.of(arguments[0])))) {
      System.out.println("taken");
      System.out.flush();
      assertThat(System.in.read()).as("ended by the test with %s", lock).isNegative();
    }
  }

  private static Configuration configuration(Path data) {
    return new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
        .load(
            Map.of(
                "gws.url", "http://gws",
                "gws.username", "a",
                "gws.password", "b",
                "workbin.data", data.toString()),
            Path.of(""));
  }
}
