package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script with a java that says what it was called with. */
@Timeout(60)
class StartScriptTest {
  private static final Path SCRIPT = Path.of("src/main/dist/bin/workbin-routes").toAbsolutePath();
  private static final Path OPTIONS = SCRIPT.getParent();

  @TempDir private Path folder;

  @BeforeEach
  void fakeJava() throws Exception {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "17.0.2" 2022-01-18' >&2
        else
          printf '%s\\n' "$@"
        fi
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void whatACrashLeavesLiesWhereOnlyTheOwnerReads() throws Exception {
    String home = SCRIPT.getParent().getParent().toString();
    for (Map.Entry<List<String>, String> call :
        List.of(
            Map.entry(List.of("run"), home + "/data"),
            Map.entry(List.of("run", "--data", "/var/my data"), "/var/my data"),
            Map.entry(List.of("run", "--data=/var/x", "--config", "c"), "/var/x"))) {
      assertThat(arguments(Map.of(), call.getKey()))
          .contains(
              "-XX:ErrorFile=" + call.getValue() + "/hs_err_pid%p.log",
              "-XX:HeapDumpPath=" + call.getValue());
    }
    assertThat(arguments(Map.of("WORKBIN_DATA", "/data"), List.of("run")))
        .contains("-XX:ErrorFile=/data/hs_err_pid%p.log");
  }

  @Test
  void optionsInAFileAreNamedAndNotShown() throws Exception {
    assertThat(arguments(Map.of("JAVA_OPTS", "-Xmx1g @/etc/tls.options"), List.of("run")))
        .containsSubsequence(
            "@" + OPTIONS.resolve("memory.options"),
            "@" + OPTIONS.resolve("java.options"),
            "-Xmx1g",
            "@/etc/tls.options",
            "-Djdk.serialFilter=!*");
  }

  @Test
  void theOptionsAreThoseOfFilesThatTheImageUsesToo() throws Exception {
    // Given
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    // When
    Process process =
        new ProcessBuilder(
                java.toString(),
                "@" + OPTIONS.resolve("memory.options"),
                "@" + OPTIONS.resolve("java.options"),
                "-XX:+PrintFlagsFinal",
                "-version")
            .redirectErrorStream(true)
            .start();
    String flags = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    // Then
    assertThat(process.waitFor()).as(flags).isZero();
    assertThat(flags)
        .containsPattern(" MaxHeapSize += 536870912 ")
        .containsPattern(" MaxDirectMemorySize += 134217728 ")
        .containsPattern(" ExitOnOutOfMemoryError += true ")
        .containsPattern(" CreateCoredumpOnCrash += false ");
  }

  private List<String> arguments(Map<String, String> environment, List<String> call)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(call);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("WORKBIN_DATA", "JAVA_OPTS"));
    builder.environment().put("JAVA_HOME", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Arrays.asList(output.split("\n", -1));
  }
}
