package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/**
 * Configurations that are broken in ways that happen: {@code check} names fault and remedy in one
 * line each, and no other error.
 */
class BrokenConfigurationsTest {
  @TempDir static Path shared;
  private static SimulatorServer gws;
  private static int nobody;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    gws = SimulatorServer.builder().start();
    nobody = FreePort.next();
    Files.writeString(shared.resolve("file"), "x");
  }

  @AfterAll
  static void stop() {
    gws.close();
  }

  /** What is broken, the lines instead or besides, the fault, the remedy, the exit code. */
  static Stream<Arguments> broken() {
    return Stream.of(
        of(
            "a misspelt key",
            "gws.pasword = x",
            "there is no key gws.pasword",
            "did you mean gws.password",
            2),
        of(
            "a key of a component that is gone",
            "workbin.datasource.crm.url = x",
            "no key workbin.datasource.crm.url",
            "docs/upgrade.md",
            2),
        of(
            "a sink by a component that is gone",
            "camel.routeTemplate[dw].templateId = sink\ncamel.routeTemplate[dw].to = table:dw",
            "there is no component table",
            "add rows by sql: and format = columns, as docs/upgrade.md shows",
            2),
        of(
            "mails by a component that is gone",
            "camel.routeTemplate[lead].templateId = sink\n"
                + "camel.routeTemplate[lead].to = maildigest:lead",
            "there is no component maildigest",
            "send each notification by smtp:, as docs/upgrade.md shows",
            2),
        of(
            "a time span without unit",
            "workbin.stop-timeout = 7",
            "workbin.stop-timeout = '7'",
            "with its unit",
            2),
        of("no address of GWS", "-gws.url", "gws.url is missing", "GWS_URL", 2),
        of(
            "a key set twice",
            "gws.username = b",
            "gws.username is set a second time",
            "take one out",
            2),
        of(
            "open to the network without login",
            "http.host = 0.0.0.0",
            "http.auth is not set",
            "set http.auth=keys",
            2),
        of(
            "no broker, and a spool on it",
            "workbin.broker = none\nworkbin.dead-letters = log:dead",
            "leaves the spool without a broker",
            "workbin.spool=memory",
            2),
        of(
            "the wrong address of GWS",
            "gws.url = http://127.0.0.1:NOBODY",
            "gws",
            "is gws.url the address of GWS",
            1),
        of("a path too many", "gws.url = GWS/api/v2", "gws", "without /api/v2", 1),
        of("the wrong password", "gws.password = wr0ng", "gws", "gws.password", 1),
        of(
            "a ledger that is away",
            "workbin.ledger = jdbc:postgresql://127.0.0.1:NOBODY/l",
            "ledger",
            "look at workbin.ledger",
            1),
        of(
            "a broker that is away",
            "workbin.broker = tcp://127.0.0.1:NOBODY",
            "broker",
            "is workbin.broker the broker's address",
            1),
        of(
            "a data folder that is a file",
            "workbin.data = FILE",
            "workbin.data cannot be a folder",
            "name another folder",
            2),
        of(
            "an inbox that is a file",
            "camel.routeTemplate[inbox].templateId = file-intake\n"
                + "camel.routeTemplate[inbox].directory = FILE",
            "camel.routeTemplate[inbox].directory cannot be a folder",
            "name another folder",
            2),
        of(
            "a certificate that is not there",
            "http.tls.key-store = nowhere.p12",
            "http.tls.key-store cannot be opened",
            "name a PKCS#12 or JKS file",
            1),
        of(
            "a sink without its endpoint",
            "camel.routeTemplate[crm].templateId = sink",
            "camel.routeTemplate[crm]: to is missing",
            "camel.routeTemplate[crm].to",
            2),
        of(
            "a receiver that is away",
            "camel.routeTemplate[crm].templateId = sink\n"
                + "camel.routeTemplate[crm].to = webhook:http://127.0.0.1:NOBODY/",
            "cannot be reached",
            "does the receiver run",
            1),
        of(
            "a component that is not there",
            "camel.routeTemplate[k].templateId = sink\ncamel.routeTemplate[k].to = kafka:t",
            "no component kafka",
            "into lib/",
            2),
        of(
            "a component's option that is none",
            """
            camel.component.cometd.handshakTokn = t
            camel.routeTemplate[k].templateId = sink
            camel.routeTemplate[k].to = cometd:127.0.0.1:NOBODY/n\
            """,
            "camel.component.cometd.handshakTokn",
            "check the spelling of the option",
            1));
  }

  private static Arguments of(
      String name, String lines, String fault, String remedy, int exitCode) {
    return Arguments.of(name, lines, fault, remedy, exitCode);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void aBrokenConfigurationIsNamedWithItsRemedy(
      String name, String lines, String fault, String remedy, int exitCode) throws Exception {
    // Given
    String configuration = configuration(lines);
    // When
    StringWriter output = new StringWriter();
    int code = check(configuration, output);
    // Then
    String[] report = output.toString().split("\n", -1);
    int line = 0;
    while (line < report.length && !report[line].startsWith("error")) {
      line++;
    }
    assertThat(line).as(output.toString()).isLessThan(report.length - 1);
    assertThat(report[line]).contains(fault).doesNotContain("wr0ng");
    assertThat(report[line + 1]).contains("-> ").contains(remedy);
    assertThat(output.toString()).contains(", 1 errors");
    assertThat(code).isEqualTo(exitCode);
  }

  private String configuration(String lines) {
    String change =
        lines
            .replace("NOBODY", String.valueOf(nobody))
            .replace("FILE", shared.resolve("file").toString())
            .replace("GWS", gws.url());
    StringBuilder configuration = new StringBuilder();
    for (String line :
        new String[] {
          "gws.url = " + gws.url(),
          "gws.username = agent",
          "gws.password = secret",
          "workbin.data = " + folder.resolve("data")
        }) {
      String key = line.substring(0, line.indexOf(' '));
      boolean isReplaced = change.startsWith(key + " =") && !key.equals("gws.username");
      if (!isReplaced && !change.equals("-" + key)) {
        configuration.append(line).append('\n');
      }
    }
    return change.startsWith("-") ? configuration.toString() : configuration + change + '\n';
  }

  private int check(String configuration, StringWriter output) throws Exception {
    Files.writeString(folder.resolve("application.properties"), configuration);
    CommandLine command = WorkbinRoutes.commandLine();
    command.setOut(new PrintWriter(output));
    command.setErr(new PrintWriter(output));
    return command.execute("check", "--config", folder.toString(), "--patience", "4");
  }
}
