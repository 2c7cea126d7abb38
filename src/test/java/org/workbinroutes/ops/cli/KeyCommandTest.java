package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.ops.config.ApiKey;
import picocli.CommandLine;

class KeyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aKeyAndTheLineForItAreMade() {
    // When
    int code = run("key", "crm");
    // Then
    List<String> lines = out.toString().lines().map(line -> line.substring(11)).toList();
    ApiKey line = ApiKey.parse(lines.get(1));
    assertThat(code).isEqualTo(ExitCodes.OK);
    assertThat(lines.get(0)).matches("wbr_[A-Za-z0-9_-]{43}");
    assertThat(line).isEqualTo(new ApiKey("crm", ApiKey.hashOf(lines.get(0)), true));
    assertThat(line.toString()).isEqualTo("crm");
  }

  @Test
  void noTwoKeysAreTheSameAndOneCanBeForReading() {
    // When
    run("key", "--read", "dashboard");
    run("key", "--read", "dashboard");
    // Then
    List<String> lines = out.toString().lines().map(line -> line.substring(11)).toList();
    assertThat(lines).hasSize(4).doesNotHaveDuplicates();
    assertThat(ApiKey.parse(lines.get(1)).mayWrite()).isFalse();
  }

  @Test
  void anOddNameIsRefused() {
    assertThat(run("key", "a:b,c")).isEqualTo(ExitCodes.CONFIGURATION);
    assertThat(err.toString()).contains("NAME is 1 to 64 letters");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine line = WorkbinRoutes.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
