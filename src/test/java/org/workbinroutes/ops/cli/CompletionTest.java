package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The completion script in a real bash. */
class CompletionTest {
  /** What a bash does when Tab is pressed, without a terminal. */
  private static final String PRESS_TAB =
      """
      source "$1"
      function=$(complete -p workbin-routes | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="${COMP_WORDS[*]}"
      COMP_POINT=${#COMP_LINE}
      "$function" workbin-routes "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir Path folder;
  private Path script;

  @BeforeEach
  void print() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine command = WorkbinRoutes.commandLine();
    command.setOut(new PrintWriter(out));
    assertThat(command.execute("completion")).isZero();
    script = Files.writeString(folder.resolve("completion.bash"), out.toString());
  }

  @Test
  void bashTakesTheScript() throws Exception {
    assertThat(bash("-n", script.toString())).isEmpty();
    assertThat(script).content().contains("autoload -U +X bashcompinit && bashcompinit");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "workbin-routes pla, place",
    "workbin-routes st, status",
    "workbin-routes dead-letters re, replay",
    "workbin-routes place --agent-, --agent-group",
    "workbin-routes place --until con, confirmed",
    "workbin-routes check --off, --offline"
  })
  void bashCompletes(String typed, String completed) throws Exception {
    assertThat(bash("-c", PRESS_TAB.formatted(typed), "bash", script.toString()).lines())
        .contains(completed);
  }

  private static String bash(String... arguments) throws IOException, InterruptedException {
    List<String> line = new java.util.ArrayList<>(List.of("bash"));
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
