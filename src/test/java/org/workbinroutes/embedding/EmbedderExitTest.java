package org.workbinroutes.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** A process that embeds the routes ends when its context has stopped. */
class EmbedderExitTest {
  @TempDir Path folder;

  @Test
  void noThreadOfOursOutlivesTheContext() throws Exception {
    Path output = folder.resolve("output.txt");
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      // Given / When
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-Djdk.serialFilter=!*",
                  EmbedderMain.class.getName(),
                  gws.url(),
                  folder.resolve("data").toString(),
                  """
                  {"requestId":"one","workbinId":"%s","placeGroup":"%s","interactionId":"I1"}\
                  """
                      .formatted(
                          SeedData.PLACE_GROUP_BIN.workbinId(), SeedData.PLACE_GROUP_BIN.group()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("it ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
      // Then
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
    assertThat(output).content().contains("stopped").doesNotContain("keeps the JVM alive");
  }
}
