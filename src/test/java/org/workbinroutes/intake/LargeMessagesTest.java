package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: it ended the process when the client read the whole body first. */
class LargeMessagesTest {
  @TempDir Path folder;

  @Test
  @Timeout(180)
  void bodiesThatDoNotFitIntoTheMemoryBecomeDeadLettersUnread() throws Exception {
    // When
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeMessagesMain.class.getName(),
                folder.resolve("broker").toString())
            .redirectError(folder.resolve("error.log").toFile())
            .start();
    List<String> lines = process.inputReader().lines().toList();

    // Then
    assertThat(process.waitFor()).as("exit code, see the last of %s", lines).isZero();
    assertThat(lines)
        .endsWith("TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "TOO_LARGE", "r1");
  }
}
