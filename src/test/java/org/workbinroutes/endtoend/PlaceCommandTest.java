package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/** Placing and asking from the shell, through the whole product. */
@Timeout(120)
class PlaceCommandTest {
  @TempDir static Path folder;
  private static SimulatorServer gws;
  private static ProductRig product;

  /** What a run of a command gave. */
  private record Run(int exitCode, String out, String err) {}

  @BeforeAll
  static void start() throws Exception {
    gws = SimulatorServer.builder().start();
    product =
        new ProductRig(
            gws,
            folder,
            keys -> {
              keys.put("gws.retry.attempts", "2");
              keys.put("gws.retry.first-pause", "50ms");
              keys.put("gws.breaker.failures", "100");
            });
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    gws.close();
  }

  @Test
  void placesAndTellsWhatBecameOfIt() throws Exception {
    // When
    Run placed =
        place(
            "I-1",
            "--request-id",
            "order 4711/ä",
            "--operation",
            "AddChat",
            "--save-lar",
            "--until",
            "confirmed",
            "--attribute",
            "order=4711",
            "--attribute",
            "note=a=b");
    // Then
    assertThat(placed.err()).isEmpty();
    assertThat(placed.out())
        .containsPattern("requestId +order 4711/ä")
        .containsPattern("state +CONFIRMED")
        .containsPattern("referenceId +\\d+");
    assertThat(placed.exitCode()).isZero();
    assertThat(gws.adds("I-1").effects()).isEqualTo(1);
    // When
    Run status = run("status", "order 4711/ä");
    // Then
    assertThat(status.out())
        .containsPattern("state +CONFIRMED")
        .containsPattern("operation +AddChat")
        .containsPattern("attempts +1")
        .containsPattern("receivedAt +20")
        .containsPattern("  20\\S+Z  ACCEPTED");
    assertThat(status.exitCode()).isZero();
    assertThat(
            new ObjectMapper()
                .readTree(run("status", "order 4711/ä", "--json").out())
                .path("state")
                .asText())
        .isEqualTo("CONFIRMED");
  }

  @Test
  void placesOnceHoweverOftenItIsCalled() throws Exception {
    // When
    Run first = place("I-2", "--request-id", "twice");
    Run second = place("I-2", "--request-id", "twice");
    // Then
    assertThat(first.exitCode()).isZero();
    assertThat(second.exitCode()).isZero();
    assertThat(gws.adds("I-2").calls()).isEqualTo(1);
  }

  @Test
  void makesARequestIdAndPrintsIt() throws Exception {
    assertThat(place("I-3").out()).containsPattern("requestId +[0-9a-f]{8}-[0-9a-f-]{27}\\R");
  }

  @Test
  void saysThatGwsRefusedIt() throws Exception {
    // Given
    gws.faults().onAdd(Fault.statusCode(6), 1);
    // When
    Run refused = place("I-4", "--request-id", "refused");
    // Then
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err())
        .containsPattern("requestId +refused")
        .contains("GWS refused the placement");
    assertThat(refused.out()).isEmpty();
    assertThat(run("status", "refused").exitCode()).isEqualTo(3);
    assertThat(run("status", "refused").out()).containsPattern("state +REJECTED");
  }

  @Test
  void saysThatItWasGivenUpAndWhy() throws Exception {
    // Given
    gws.faults().onAdd(Fault.statusCode(4), 2);
    // When
    Run givenUp = place("I-5", "--request-id", "given-up");
    // Then
    assertThat(givenUp.exitCode()).isEqualTo(4);
    Run status = run("status", "given-up");
    assertThat(status.exitCode()).isEqualTo(4);
    assertThat(status.out()).containsPattern("state +FAILED").containsPattern("lastError +\\S");
  }

  @Test
  void saysThatItIsNotDecidedYet() throws Exception {
    // When
    Run taken = place("I-6", "--request-id", "taken-in", "--until", "none");
    // Then
    assertThat(taken.exitCode()).isEqualTo(5);
    assertThat(taken.out()).containsPattern("requestId +taken-in");
    product.awaitConfirmed("taken-in");
  }

  @Test
  void namesTheFieldThatIsWrong() throws Exception {
    // When
    Run wrong = place("I-7", "--request-id", "wrong", "--operation", "AddFax");
    // Then
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("/operation: ").contains("AddChat");
    assertThat(run("status", "wrong").exitCode()).isEqualTo(6);
    assertThat(run("status", "wrong").err()).contains("There is no such placement");
  }

  @Test
  void namesTheOptionThatIsWrongOrMissing() throws Exception {
    assertThat(run("place", "--workbin", "w", "--interaction", "i"))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.err()).contains("--agent-group").contains("--place-group");
            });
    assertThat(place("I-8", "--wait", "30"))
        .satisfies(
            run -> {
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.err()).contains("--wait").contains("with its unit");
            });
    assertThat(place("I-8", "--agent-group", "both").exitCode()).isEqualTo(2);
  }

  @Test
  void aProductThatIsAwayIsNamedAndHowToGoOn() throws Exception {
    // Given
    String url = "http://127.0.0.1:" + FreePort.next();
    // When
    Run placed = place("I-9", "--request-id", "again", "--url", url);
    // Then
    assertThat(placed.exitCode()).isEqualTo(1);
    assertThat(placed.err())
        .contains("no answer from workbin-routes at " + url)
        .contains("--request-id again");
    assertThat(run("status", "x", "--url", url).exitCode()).isEqualTo(1);
  }

  private static Run place(String interaction, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "place",
                "--place-group",
                SeedData.PLACE_GROUP_BIN.group(),
                "--workbin",
                SeedData.PLACE_GROUP_BIN.workbinId(),
                "--interaction",
                interaction));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = WorkbinRoutes.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--config", folder.resolve("config").toString()));
    return new Run(command.execute(all.toArray(String[]::new)), out.toString(), err.toString());
  }
}
