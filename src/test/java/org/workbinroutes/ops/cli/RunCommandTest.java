package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import picocli.CommandLine;

/** {@code run} with configurations that are wrong: exit code 2, so that no supervisor goes on. */
class RunCommandTest {
  @TempDir Path folder;

  private int port;

  /** What a run of the command gave. */
  private record Run(int exitCode, String output) {}

  @BeforeEach
  void choosePort() throws Exception {
    port = FreePort.next();
  }

  @Test
  void aMisspeltRuleNeverStartsAndEveryFaultIsNamedAtOnce() throws Exception {
    // Given
    String configuration =
        """
        camel.routeTemplate[crm].templateId = sink
        camel.routeTemplate[crm].to = file:out?fileExst=Append
        camel.routeTemplate[crm].wehn = ours=true
        camel.routeTemplate[crm].redcat = userData
        camel.routeTemplate[inbox].templateId = file-intak
        """;
    // When
    Run run = execute("run", configuration);
    Run check = execute("check", configuration, "--offline");
    // Then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("4 problems");
    assertThat(check.output()).contains("4 errors");
    for (String output : List.of(run.output(), check.output())) {
      assertThat(output)
          .contains("line 8: camel.routeTemplate[crm].to: file has no option fileExst")
          .contains("line 9: camel.routeTemplate[crm].wehn")
          .contains("did you mean when?")
          .contains("line 10: camel.routeTemplate[crm].redcat")
          .contains("did you mean redact?")
          .contains("line 11: camel.routeTemplate[inbox]: there is no template file-intak")
          .contains("did you mean file-intake?");
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "perod       | from: {uri: 'timer:x?perod=5', steps: []}",
        "nowhere     | from: {uri: 'direct:x', steps: [{to: {uri: 'nowhere:x'}}]}",
        "sendTo      | from: {uri: 'direct:x', steps: [{sendTo: {uri: 'log:x'}}]}",
        // what Camel 4.17 had
        "serviceCall | from: {uri: 'direct:x', steps: [{serviceCall: {name: x}}]}",
        "routePolicy | routePolicy: elected, from: {uri: 'direct:x', steps: []}"
      })
  void aRouteFileThatCamelCannotMakeEndsWithTwoToo(String wrong, String route) throws Exception {
    // Given
    Path routes = Files.createDirectory(folder.resolve("routes"));
    Files.writeString(routes.resolve("own.camel.yaml"), "- route: {id: own, %s}".formatted(route));
    // When
    Run run =
        execute(
            "run",
            """
            workbin.broker = none
            workbin.spool = memory
            workbin.ledger = memory
            workbin.dead-letters = log:dead
            """,
            "--routes",
            routes.toString());
    // Then
    assertThat(run.output()).contains("1 problem", wrong);
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void aSecondProcessOnTheSameDataEndsWithTwo() throws Exception {
    // Given
    Configuration configuration =
        ConfigurationLoader.ofProcess(Catalogue.standard()).load(file(""), Map.of(), folder);
    try (DataLock held = DataLock.take(configuration)) {
      // When
      Run run = execute("run", "");
      // Then
      assertThat(run.output()).as("while %s", held).contains("workbin.data = ");
      assertThat(run.exitCode()).isEqualTo(2);
    }
  }

  private Path file(String lines) throws Exception {
    return Files.writeString(
        folder.resolve("application.properties"),
        "gws.url = http://127.0.0.1:1\ngws.username = agent\ngws.password = secret\nworkbin.data = "
            + folder.resolve("data")
            + "\nhttp.port = "
            + port
            + "\n\n"
            + lines);
  }

  private Run execute(String command, String lines, String... options) throws Exception {
    file(lines);
    StringWriter output = new StringWriter();
    CommandLine line = WorkbinRoutes.commandLine();
    line.setOut(new PrintWriter(output));
    line.setErr(new PrintWriter(output));
    List<String> arguments = new ArrayList<>(List.of(command, "--config", folder.toString()));
    arguments.addAll(List.of(options));
    return new Run(line.execute(arguments.toArray(String[]::new)), output.toString());
  }
}
