package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.Main;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/** One switch makes JSON of the log, and what is logged of a request names it. */
@Timeout(90)
class JsonLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyLineIsAnObjectAndThoseOfARequestNameIt(@TempDir Path folder) throws Exception {
    // Given
    for (String file : List.of("log4j2.properties", "log4j2-json.properties")) {
      Files.copy(Path.of("config", file), folder.resolve(file));
    }
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      Files.writeString(
          folder.resolve("application.properties"),
          """
          gws.url = %s
          gws.username = agent
          gws.retry.attempts = 1
          http.port = %d
          camel.routeTemplate[inbox].templateId = file-intake
          camel.routeTemplate[inbox].minAge = 100
          """
              .formatted(gws.url(), FreePort.next()));
      Files.writeString(
          Files.createDirectories(folder.resolve("data/inbox")).resolve("one.json"),
          """
          {"requestId":"r1","workbinId":"%s","agentGroup":"MyAgentGroup","interactionId":"I1"}
          """
              .formatted(SeedData.AGENT_GROUP_BIN.workbinId()));
      gws.faults().onAdd(Fault.statusCode(4), 1);
      // When
      List<JsonNode> lines = runUntil("could not be placed", folder);
      // Then
      assertThat(lines.get(0).path("message").asText()).startsWith("workbin-routes ");
      assertThat(lines)
          .allSatisfy(
              line -> {
                assertThat(line.path("time").asText()).endsWith("Z");
                assertThat(line.path("level").asText()).isIn("INFO", "WARN", "ERROR");
                assertThat(line.path("logger").asText()).isNotEmpty();
              });
      assertThat(lines.get(lines.size() - 1).path("requestId").asText()).isEqualTo("r1");
      assertThat(lines.get(0).has("requestId")).isFalse();
    }
  }

  private static List<JsonNode> runUntil(String message, Path folder) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.serialFilter=!*",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--config",
            folder.toString(),
            "--routes",
            "routes",
            "--data",
            folder.resolve("data").toString());
    builder.environment().put("LOG_FORMAT", "json");
    builder.environment().put("GWS_PASSWORD", "secret");
    builder.redirectError(folder.resolve("error.txt").toFile());
    Process process = builder.start();
    List<JsonNode> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(JSON.readTree(line));
        if (line.contains(message)) {
          return lines;
        }
      }
      throw new AssertionError("it ended: " + Files.readString(folder.resolve("error.txt")));
    } finally {
      process.destroyForcibly().onExit().get(60, TimeUnit.SECONDS);
    }
  }
}
