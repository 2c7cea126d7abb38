package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ops.ExitCodes;

/** What a warm-up that makes no archive leaves alone. PackagedProductIT has one that makes one. */
@Timeout(300)
class WarmUpCommandTest {
  private static final String OLD = "the archive of the last warm-up";
  private static final String JAVA =
      "#!/bin/sh\n"
          + "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; else echo"
          + " \"$@\"; fi\n";

  @TempDir Path folder;

  /** How a process ended. */
  private record Run(int exitCode, String output) {}

  private Run run(ProcessBuilder command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), Files.readString(output));
  }

  private Run script(String... arguments) throws Exception {
    Path script = Path.of("src/main/dist/bin/workbin-routes");
    Path installed = Files.createDirectories(folder.resolve("home/bin")).resolve("workbin-routes");
    Files.write(installed, Files.readAllBytes(script));
    assertThat(installed.toFile().setExecutable(true)).isTrue();
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder command =
        new ProcessBuilder(
            Stream.concat(Stream.of(installed.toString()), Stream.of(arguments)).toList());
    command.environment().put("JAVA_HOME", folder.resolve("java").toString());
    return run(command);
  }

  @Test
  void theStartScriptLeavesTheArchiveToTheCommand() throws Exception {
    // Given
    Matcher named =
        Pattern.compile("-Dworkbinroutes\\.archive=(\\S+)").matcher(script("run").output());
    assertThat(named.find()).isTrue();
    Path archive = Path.of(named.group(1));
    Files.createDirectories(archive.getParent());
    Files.writeString(archive, OLD);
    // When
    Run help = script("warm-up", "--help");
    // Then
    assertThat(help.exitCode()).isZero();
    assertThat(help.output().strip()).endsWith("org.workbinroutes.Main warm-up --help");
    assertThat(archive).content().isEqualTo(OLD);
  }

  private Run warmUp(Path archive, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djdk.serialFilter=!*",
                    "-Dworkbinroutes.archive=" + archive,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.workbinroutes.Main",
                    "warm-up"),
                Stream.of(arguments))
            .toList();
    return run(new ProcessBuilder(command));
  }

  @Test
  void helpAndAStartThatFailsLeaveTheArchiveAsItWas() throws Exception {
    // Given
    Path archive =
        Files.writeString(Files.createDirectory(folder.resolve("lib")).resolve("c.jsa"), OLD);
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.writeString(config.resolve("application.properties"), "gws.usrname = x\n");
    // When
    Run help = warmUp(archive, "--help");
    Run failed = warmUp(archive, "--config", config.toString());
    // Then
    assertThat(help.exitCode()).isZero();
    assertThat(help.output()).contains("workbin-routes warm-up", "--config", "--data");
    assertThat(failed.exitCode()).isNotEqualTo(ExitCodes.OK);
    assertThat(archive).content().isEqualTo(OLD);
    assertThat(filesIn(archive.getParent())).containsExactly("c.jsa");
  }

  private static List<String> filesIn(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
