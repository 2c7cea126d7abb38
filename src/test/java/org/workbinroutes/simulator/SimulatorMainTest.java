package org.workbinroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorMainTest {
  @Test
  void runsUntilItIsEnded() throws Exception {
    // Given
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                "--user",
                "anna:1:2")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      // When
      String first = out.readLine();
      String second = out.readLine();
      HttpResponse<String> me =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(first.replace("GWS simulator at ", "") + "/api/v2/me"))
                      .header("Authorization", "Basic YW5uYToxOjI=")
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      process.destroy();

      // Then
      assertThat(second).isEqualTo("  6c715fa9-de16-4d23-b07c-cbc1caf3e07 agentGroup=MyAgentGroup");
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void readsWorkbinsFromAFile(@TempDir Path dir) throws Exception {
    // Given
    Path file = dir.resolve("workbins.json");
    Files.writeString(
        file,
        "[{\"id\":\"a\",\"type\":\"PlaceGroup\",\"group\":\"Zürich & Genf\"},"
            + "{\"id\":\"b\",\"name\":\"bb\",\"displayName\":\"B b\",\"type\":\"Agent\"}]");

    // When
    try (SimulatorServer gws =
        SimulatorArguments.apply(
                List.of("--workbins", file.toString(), "--no-csrf", "--delay", "1"),
                SimulatorServer.builder())
            .start()) {
      // Then
      assertThat(gws.workbins())
          .contains(
              Workbin.at(BinAddress.placeGroup("a", "Zürich & Genf")),
              new Workbin("b", "bb", "B b", WorkbinType.AGENT, null));
      assertThat(
              RestClient.loggedIn(gws).add(BinAddress.placeGroup("a", "Zürich & Genf"), "1").body())
          .contains("\"statusCode\":0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'--port x', --port: 'x' is no number from 0 to 65535",
    "'--port 65536', --port: '65536' is no number from 0 to 65535",
    "'--port', --port: a value has to follow",
    "'--user anna', --user: the value has to be NAME:PASSWORD",
    "'--fast', --fast: there is no such option"
  })
  void saysWhatIsWrong(String arguments, String message) {
    assertThatThrownBy(
            () ->
                SimulatorArguments.apply(
                    List.of(arguments.split(" ", -1)), SimulatorServer.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message.replace("''", "'"));
  }

  @Test
  void namesTheWrongWorkbin(@TempDir Path dir) throws Exception {
    // Given
    Path file = dir.resolve("workbins.json");
    Files.writeString(file, "[{\"id\":\"a\",\"type\":\"AgentGroup\"}]");

    // Then
    assertThatThrownBy(
            () ->
                SimulatorArguments.apply(
                    List.of("--workbins", file.toString()), SimulatorServer.builder()))
        .hasMessageContaining("entry 1: group: workbin a of type AgentGroup needs");
  }
}
