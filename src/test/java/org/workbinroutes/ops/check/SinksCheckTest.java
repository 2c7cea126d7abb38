package org.workbinroutes.ops.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.check.Finding.Level;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.ConfigurationLoader;

/** Each kind of sink, there and not there, with real servers. */
class SinksCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String POOL =
      "camel.beans.warehouse = #class:com.zaxxer.hikari.HikariDataSource\n"
          + "camel.beans.warehouse.jdbcUrl = ";
  private static final String TABLE =
      "create table notifications (id varchar(100) primary key, action varchar(100))";

  @TempDir Path folder;
  private GreenMail mail;

  @BeforeEach
  void startMail() {
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.setUser("workbin@example.com", "workbin", "s3cret-mail");
    mail.getManagers().getUserManager().setAuthRequired(true);
    mail.start();
  }

  @AfterEach
  void stopMail() {
    mail.stop();
  }

  @Test
  void aFileCanBeWritten() throws Exception {
    assertThat(look("camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/sinks/a.ndjson"))
        .containsExactly(Finding.ok("sinks", "audit: its folder will be made by the first start"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aFileInAFolderThatIsAFileIsNamed() throws Exception {
    // Given
    Files.writeString(folder.resolve("data"), "x");
    // When / Then
    error(
        "camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/a.ndjson", "is a file", "folder");
    error("camel.routeTemplate[audit].to = file:{{workbin.data}}/out", "is a file", "folder");
  }

  @Test
  void aFileThatIsASymbolicLinkIsNamed() throws Exception {
    // Given
    Path link = folder.resolve("link.ndjson");
    Files.createSymbolicLink(link, folder.resolve("elsewhere"));
    // When / Then
    error("camel.routeTemplate[audit].to = ndjson:" + link, "symbolic link", "name a file");
  }

  @Test
  void aReceiverThatIsAwayAndASecretThatIsMissingAreNamed() throws Exception {
    error(
        "camel.routeTemplate[crm].to = webhook:http://127.0.0.1:" + FreePort.next() + "/hook",
        "cannot be reached",
        "does the receiver run");
    error(
        "camel.routeTemplate[crm].to = webhook:https://crm.invalid/hook?signature=crm",
        "signature=crm names no secret",
        "crm");
    error(
        "camel.routeTemplate[crm].to = webhook:https://crm.invalid/hook?apiKey=s3cret",
        "there is no host crm.invalid",
        "DNS");
  }

  @Test
  void aStatementIsReadByPostgresqlAndNotExecuted() throws Exception {
    // Given
    String url = PostgresServer.shared().newSchema();
    statementIsReadAndNotExecuted(url);
  }

  @Test
  void aStatementIsReadBySqliteAndNotExecuted() throws Exception {
    statementIsReadAndNotExecuted("jdbc:sqlite:" + folder.resolve("warehouse.db"));
  }

  private void statementIsReadAndNotExecuted(String url) throws Exception {
    String sink =
        "camel.routeTemplate[warehouse].to = sql:insert into notifications (id, %s) values"
            + " (:#id, :#action)?dataSource=#warehouse\n"
            + POOL
            + url;
    // When / Then
    error(sink.formatted("action"), "does not take the statement", "table");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    assertThat(look(sink.formatted("action")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.OK);
              assertThat(finding.text()).endsWith("takes the statement");
            });
    error(sink.formatted("acton"), "does not take the statement", "fix");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from notifications")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void aDatabaseThatIsAwayIsNamed() throws Exception {
    error(
        "camel.routeTemplate[warehouse].to = sql:insert into n (id) values"
            + " (:#id)?dataSource=#warehouse\ncamel.beans.warehouse.connectionTimeout = 1000\n"
            + "camel.beans.warehouse.password = s3cret-db\n"
            + POOL
            + "jdbc:postgresql://127.0.0.1:"
            + FreePort.next()
            + "/crm",
        "does not let us in",
        "URL, username and password");
  }

  @Test
  void aMailServerIsLoggedInToAndNoMailIsSent() throws Exception {
    assertThat(look(mail("s3cret-mail")))
        .containsExactly(Finding.ok("sinks", "desk: mail server 127.0.0.1 answers and lets us in"));
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aMailServerThatDoesNotLetUsInOrIsAwayIsNamed() throws Exception {
    error(mail("wr0ng"), "does not let us in", "username and password");
    error(
        mail("s3cret-mail")
            .replaceAll("smtp://127.0.0.1:\\d+", "smtp://127.0.0.1:" + FreePort.next()),
        "mail server 127.0.0.1",
        "host and port");
  }

  private String mail(String password) {
    return "camel.routeTemplate[desk].to = smtp://127.0.0.1:"
        + mail.getSmtp().getPort()
        + "?username=workbin&password=RAW("
        + password
        + ")&from=workbin@example.com&to=d@example.com\n";
  }

  @Test
  void aCometdPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String sink = "camel.routeTemplate[desk].to = cometd:127.0.0.1:%d/notifications";
      // When / Then
      assertThat(look(sink.formatted(taken.getLocalPort())))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.level()).isEqualTo(Level.WARNING);
                assertThat(finding.text()).contains("cannot be listened at");
              });
      assertThat(look(sink.formatted(FreePort.next())))
          .singleElement()
          .satisfies(finding -> assertThat(finding.text()).endsWith("is free"));
    }
  }

  @Test
  void aCometdSinkThatIsOpenToOtherMachinesIsNamed() throws Exception {
    error(
        "camel.routeTemplate[desk].to = cometd:0.0.0.0:8090/notifications",
        "would let anybody listen",
        "docs/sinks.md");
  }

  @Test
  void jmsNeedsABroker() throws Exception {
    assertThat(look("camel.routeTemplate[bus].to = jms:topic:crm"))
        .containsExactly(Finding.ok("sinks", "bus: JMS, see broker"));
  }

  @Test
  void aComponentThatIsNotThereAndAnOptionThatItDoesNotKnowAreNamed() throws Exception {
    error(
        "camel.routeTemplate[bus].to = kafka:t?brokers=127.0.0.1:9092",
        "there is no component kafka",
        "put camel-kafka");
    error(
        "camel.routeTemplate[audit].to = ndjson:{{workbin.data}}/a.ndjson?rol=daily",
        "it has no option rol",
        "camel.routeTemplate[audit].to");
  }

  @Test
  void aKeyThatIsNotThereIsNamed() throws Exception {
    error(
        "camel.routeTemplate[crm].to = webhook:https://crm.invalid/{{crm.path}}",
        "crm.path",
        "camel.routeTemplate[crm].to");
  }

  @Test
  void beansAndOtherEndpointsAreMade() throws Exception {
    assertThat(look("camel.routeTemplate[journal].to = bean:notificationLog"))
        .containsExactly(Finding.ok("sinks", "journal: bean notificationLog"));
    assertThat(look("camel.routeTemplate[own].to = direct:own"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    assertThat(look("camel.routeTemplate[own].to = bean:notThere"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING));
  }

  @Test
  void noSinkIsAWarning() throws Exception {
    assertThat(look("")).singleElement().extracting(Finding::level).isEqualTo(Level.WARNING);
  }

  private void error(String lines, String fault, String remedy) throws Exception {
    assertThat(look(lines))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Level.ERROR);
              assertThat(finding.text()).contains(fault).doesNotContain("s3cret");
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  /** The sink in the lines, with the template that each sink has. */
  private List<Finding> look(String lines) throws Exception {
    String template =
        lines.isEmpty() ? "" : lines.replaceAll("(?s)\\.to = .*", ".templateId = sink\n");
    Path file =
        Files.writeString(
            folder.resolve("application.properties"),
            "gws.url = http://gws.invalid\ngws.username = u\ngws.password = p\n"
                + template
                + lines
                + "\n");
    return new SinksCheck(PATIENCE)
        .look(
            new ConfigurationLoader(Catalogue.standard(), Map.of(), Map.of())
                .load(file, Map.of(), folder));
  }
}
