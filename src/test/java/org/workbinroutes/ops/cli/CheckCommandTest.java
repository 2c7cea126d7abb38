package org.workbinroutes.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ops.DataLock;
import org.workbinroutes.ops.ExitCodes;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatedProxy;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/** {@code check} against configurations that are right, and broken ones. */
class CheckCommandTest {
  @TempDir Path folder;

  private SimulatorServer gws;

  /** What a run of the command gave. */
  private record Run(int exitCode, String output) {}

  @BeforeEach
  void start() {
    gws = SimulatorServer.builder().start();
  }

  @AfterEach
  void stop() {
    gws.close();
  }

  @Test
  void aConfigurationThatIsRightGetsThroughAndNothingIsPlaced() throws Exception {
    // Given
    String bin = SeedData.AGENT_GROUP_BIN.workbinId();
    // When
    Run run = check(enough() + "gws.subscriptions = " + bin + "@agentGroup:MyAgentGroup\n");
    // Then
    assertThat(run.output())
        .contains("logged in at " + gws.url() + " as agent, CSRF protection on")
        .contains(bin)
        .contains("CometD handshake done, 1 of 1 workbins subscribed")
        .contains("0 errors")
        .doesNotContain("secret");
    assertThat(run.exitCode()).isZero();
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aWorkbinThatIsNotListedAndCanBeSubscribedIsRight() throws Exception {
    // Given
    String bin = SeedData.AGENT_GROUP_BIN.workbinId();
    gws.faults().onRest(Fault.httpStatus(403).when(call -> "/api/v2/workbins".equals(call.path())));
    // When
    Run run = check(enough() + "gws.subscriptions = " + bin + "@agentGroup:MyAgentGroup\n");
    // Then
    assertThat(run.output())
        .contains("lists no group workbins to this user")
        .contains("CometD handshake done, 1 of 1 workbins subscribed")
        .contains("0 errors")
        .doesNotContain("gws.subscriptions names");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aWorkbinWhoseSubscriptionIsRefusedIsNamedWithThePossibleCauses() throws Exception {
    // Given
    gws.faults().failSubscriptions(Integer.MAX_VALUE);
    String bin = SeedData.AGENT_GROUP_BIN.workbinId();
    // When
    Run run = check(enough() + "gws.subscriptions = " + bin + "@agentGroup:MyAgentGroup\n");
    // Then
    assertThat(run.output())
        .contains("gws.subscriptions names " + bin, "GWS refuses")
        .contains("api-multimedia", "8.5.103.05", "gws.contact-center-session");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          gws.usrname = x                     | gws.usrname                | gws.username
          gws.retry.time = 2                  | gws.retry.time = '2'       | time span with its unit
          http.port = 0                       | http.port = '0'            | 1 to 65535
          gws.auth = oauth2                   | gws.oauth.token-url        | gws.oauth.token-url
          workbin.broker = amqp               | workbin.broker = 'amqp'    | embedded
          gws.subscriptions = here            | gws.subscriptions          | agentGroup
          workbin.broker.port = 61616         | workbin.broker.username    | workbin.broker.username
          camel.server.jwtKeystoreType = jks  | camel.server.jwtKeystore   | take it out
          """)
  void aWrongKeyIsNamedWithItsRemedy(String line, String fault, String remedy) throws Exception {
    // When
    Run run = check(enough() + line + "\n", "--offline");
    // Then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("error").contains(fault).contains(remedy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "SQLite", "Mail"})
  void aRecipeOfTheDocumentationIsCheckedWithoutAFault(String recipe) throws Exception {
    // Given
    Matcher block =
        Pattern.compile("(?s)\\*\\*" + recipe + "\\*\\*.*?```properties\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/sinks.md")));
    assertThat(block.find()).isTrue();
    // When
    Run run =
        check(
            enough() + block.group(1).replaceAll("\\{\\{env:\\w+}}", "s3cret-of-sink"),
            "--offline");
    // Then
    assertThat(run.output()).contains(", 0 errors").doesNotContain("s3cret-of-sink");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aPasswordThatGwsDoesNotTakeIsNamed() throws Exception {
    // When
    Run run = check(enough().replace("secret", "wrong"));
    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("gws.password").doesNotContain("wrong");
  }

  @Test
  void anAddressWhereNothingAnswersIsNamed() throws Exception {
    // Given
    String url = gws.url();
    gws.close();
    // When
    Run run = check(enough(url));
    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("is gws.url the address of GWS");
  }

  @Test
  void aUserWhosePasswordIsToBeChangedIsNamed() throws Exception {
    // Given
    gws.faults().onRest(Fault.statusCode(8), Integer.MAX_VALUE);
    // When
    Run run = check(enough());
    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("change the user's password in Genesys");
  }

  @Test
  void aNotificationServerThatRefusesIsNamed() throws Exception {
    // Given
    gws.faults().denyHandshakes(Integer.MAX_VALUE);
    // When
    Run run = check(enough(), "--patience", "2");
    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("no notification connection within");
  }

  @Test
  void aWorkbinThatTheUserDoesNotSeeIsNamed() throws Exception {
    // When
    Run run =
        check(
            enough() + "gws.subscriptions = nowhere@agentGroup:MyAgentGroup\n", "--patience", "2");
    // Then
    assertThat(run.output()).contains("gws.subscriptions names nowhere");
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() throws Exception {
    // When
    Run run = check(enough() + "workbin.ledger = jdbc:postgresql://127.0.0.1:1/ledger\n");
    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("look at workbin.ledger");
  }

  @Test
  void aDataFolderThatIsAFileIsNamed() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("file"), "x");
    // When
    Run run = check(enough().replaceAll("workbin.data = .*", "workbin.data = " + file + "/data"));
    // Then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("workbin.data cannot be a folder");
  }

  @Test
  void whatIsDangerousIsSaidAndNoError() throws Exception {
    // When
    Run run = check(enough() + "workbin.ledger = memory\n", "--offline");
    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("warning  configuration  workbin.ledger = memory")
        .contains("gws.password stands in a file that every user of this machine can read")
        .contains("GWS_PASSWORD");
  }

  @Test
  void programsGetJson() throws Exception {
    // When
    Run run = check(enough() + "gws.usrname = x\n", "--offline", "--json");
    // Then
    JsonNode report = new ObjectMapper().readTree(run.output());
    assertThat(report.path("ok").asBoolean()).isFalse();
    assertThat(report.path("findings").get(0).path("level").asText()).isEqualTo("error");
    assertThat(report.path("findings").get(0).path("remedy").asText()).contains("gws.username");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        gws.proxy.host = 127.0.0.1
        gws.proxy.port = %d
        gws.proxy.username = u
        gws.proxy.password = p
        """,
        """
        camel.component.http.proxyHost = 127.0.0.1
        camel.component.http.proxyPort = %d
        camel.component.http.proxyAuthMethod = Basic
        camel.component.http.proxyAuthUsername = u
        camel.component.http.proxyAuthPassword = p
        """
      })
  void callsAndNotificationsAreTriedByTheProxy(String keys) throws Exception {
    try (SimulatedProxy proxy = SimulatedProxy.start("u:p")) {
      // When
      Run run = check(enough() + String.format(keys, proxy.port()));
      // Then
      assertThat(run.output()).contains("CometD handshake done", "0 errors");
      assertThat(proxy.requests())
          .contains(
              "GET " + gws.url() + "/api/v2/me",
              "POST " + gws.url() + "/api/v2/notifications/handshake");
    }
  }

  @Test
  void anAddressInCapitalsIsTaken() throws Exception {
    Run run = check(enough("HTTP://LocalHost:" + gws.port()));
    assertThat(run.output()).contains("CometD handshake done", "0 errors");
  }

  private String enough() {
    return enough(gws.url());
  }

  private String enough(String url) {
    return "gws.url = "
        + url
        + "\ngws.username = agent\ngws.password = secret\nworkbin.data = "
        + folder.resolve("data")
        + "\n";
  }

  @Test
  void dataAndEnvironmentAreThoseOfTheService() throws Exception {
    // Given
    Path variables =
        Files.writeString(
            folder.resolve("environment"),
            "# of the service\nGWS_PASSWORD='secret'\nHTTP_PORT=\"28123\"\n\nCRM_TOKEN=t0ken\n");
    // When
    Run run =
        check(
            enough()
                    .replaceAll("gws.password = .*\n", "")
                    .replaceAll("workbin.data = .*", "workbin.data = " + variables + "/no-folder")
                + "workbin.headers.crm.Authorization = Bearer {{env:CRM_TOKEN}}\n",
            "--data",
            folder.resolve("elsewhere").toString(),
            "--environment",
            variables.toString());
    // Then
    assertThat(run.output())
        .contains("logged in at ", "127.0.0.1:28123", "workbin.data will be made")
        .doesNotContain("cannot be a folder", "secret", "CRM_TOKEN", "t0ken");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void aLineOfTheEnvironmentThatNamesNoVariableIsNamed() throws Exception {
    // Given
    Path variables = Files.writeString(folder.resolve("environment"), "\nexport GWS_PASSWORD=x\n");
    // When
    Run run = check(enough(), "--environment", variables.toString());
    // Then
    assertThat(run.exitCode()).isEqualTo(ExitCodes.CONFIGURATION);
    assertThat(run.output()).contains("environment:2").doesNotContain("=x");
  }

  @Test
  void besideTheRunningProductItIsNamedAndItsPortsAreNoWarning() throws Exception {
    // Given
    Path data = Files.createDirectories(folder.resolve("data"));
    try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FileChannel lock =
            FileChannel.open(
                data.resolve(DataLock.FILE_NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock.tryLock()) {
      assertThat(held).isNotNull();
      // When
      Run run = check(enough() + "http.port = " + http.getLocalPort() + "\n");
      // Then
      assertThat(run.output())
          .contains("running as process " + ProcessHandle.current().pid())
          .doesNotContain("cannot be listened at", "is taken", "runs already");
      assertThat(run.exitCode()).isZero();
    }
  }

  private Run check(String configuration, String... options) throws Exception {
    Path file = Files.writeString(folder.resolve("application.properties"), configuration);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    StringWriter output = new StringWriter();
    CommandLine command = WorkbinRoutes.commandLine();
    command.setOut(new PrintWriter(output));
    command.setErr(new PrintWriter(output));
    String[] arguments = new String[options.length + 3];
    arguments[0] = "check";
    arguments[1] = "--config";
    arguments[2] = folder.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    int exitCode = command.execute(arguments);
    return new Run(exitCode, output.toString());
  }
}
