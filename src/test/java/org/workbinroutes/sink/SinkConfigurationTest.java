package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.guarantees.FlakyProxy;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.sink.cometd.NotificationCometdComponent;
import org.workbinroutes.sink.spool.SinkDeadLetters;

/** The sinks as a user has them: by properties, under camel-main. */
@Timeout(180)
class SinkConfigurationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Spool spool;
  private Main main;

  @BeforeEach
  void start() throws Exception {
    spool = new Spool(directory.resolve("broker"));
  }

  @AfterEach
  void stop() throws Exception {
    main.stop();
    spool.stop();
  }

  private void startMain(Properties configuration) throws Exception {
    main = new Main();
    main.setDefaultPropertyPlaceholderLocation("false");
    main.bind("sinks", new Sinks());
    main.bind("jms", spool.component());
    main.bind("spoolStore", spool.store());
    main.bind("sinkDeadLetters", new SinkDeadLetters(spool.store()));
    main.configure().setRoutesIncludePattern("file:routes/sink.camel.yaml");
    main.configure().setShutdownTimeout(5);
    main.setInitialProperties(configuration);
    main.addOverrideProperty("workbin.data", directory.toString());
    main.start();
  }

  @Test
  void the_shipped_configuration_writes_every_notification_to_the_file() throws Exception {
    // Given
    startMain(documented());
    // When
    spool.publish(Map.of(), Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    // Then
    Path file = directory.resolve("sinks/notifications.ndjson");
    await()
        .untilAsserted(
            () -> {
              assertThat(file).exists();
              assertThat(Files.readAllLines(file))
                  .containsExactly(Samples.AGENT_GROUP, Samples.PLACE_GROUP);
            });
  }

  @Test
  void every_sink_that_the_documentation_offers_starts_as_it_is_written_there() throws Exception {
    // Given
    Properties all = documented();
    Matcher line = Pattern.compile("(?m)^#(\\S+ = .*)$").matcher(shippedLines());
    StringBuilder switchedOn = new StringBuilder();
    while (line.find()) {
      switchedOn.append(line.group(1)).append('\n');
    }
    // the variables of the environment stand among the properties here
    all.load(
        new StringReader(
            switchedOn
                .toString()
                .replace("127.0.0.1:8090", "127.0.0.1:0")
                .replace("{{env:", "{{")));
    all.setProperty("CRM_TOKEN", "t0ken");
    all.setProperty("DESK_TOKEN", "t0ken");
    all.setProperty("WAREHOUSE_PASSWORD", "s3cret");
    all.setProperty("MAIL_PASSWORD", "s3cret");
    // When
    startMain(all);
    // Then
    assertThat(main.getCamelContext().getRoutes())
        .extracting(route -> route.getRouteId())
        .containsExactlyInAnyOrder(
            "notifications-file", "bus", "crm", "desk", "warehouse", "lead", "journal");
    assertThat(
            main.getCamelContext()
                .getComponent("cometd", NotificationCometdComponent.class)
                .getHandshakeToken())
        .isEqualTo("t0ken");
    assertThat(spool.knows("journal")).isTrue();
  }

  @Test
  void a_row_waits_for_a_postgresql_that_is_away_and_is_not_doubled() throws Exception {
    // Given
    Recipe recipe = new Recipe("PostgreSQL");
    String url = PostgresServer.shared().newSchema();
    execute(url, recipe.table());
    int port = URI.create(url.substring("jdbc:".length())).getPort();
    try (FlakyProxy network = new FlakyProxy(port)) {
      network.refuse(true);
      Properties keys = recipe.properties();
      keys.setProperty(
          "camel.beans.warehouse.jdbcUrl",
          url.replace("127.0.0.1:" + port, "127.0.0.1:" + URI.create(network.url()).getPort()));
      keys.setProperty("camel.beans.warehouse.username", "postgres");
      keys.setProperty("WAREHOUSE_PASSWORD", "not asked for");
      // When / Then
      rowsWait(keys, url, () -> network.refuse(false));
    }
  }

  @Test
  void a_row_waits_for_a_sqlite_that_is_locked_and_is_not_doubled() throws Exception {
    // Given
    Recipe recipe = new Recipe("SQLite");
    String url = "jdbc:sqlite:" + directory.resolve("warehouse.db");
    execute(url, recipe.table());
    Properties keys = recipe.properties();
    keys.setProperty("camel.beans.warehouse.jdbcUrl", url);
    try (Connection other = DriverManager.getConnection(url);
        Statement lock = other.createStatement()) {
      lock.execute("begin exclusive");
      // When / Then
      rowsWait(keys, url, () -> lock.execute("commit"));
    }
  }

  private interface Repair {
    void run() throws Exception;
  }

  private void rowsWait(Properties keys, String url, Repair repair) throws Exception {
    startMain(keys);
    spool.publish(Map.of("CamelSqlQuery", "drop table notifications"), Samples.AGENT_GROUP);
    await().atMost(PATIENCE).until(() -> activity("warehouse").lastFailure().isPresent());
    assertThat(activity("warehouse").taken()).isZero();
    // When
    repair.run();
    // Then
    await().atMost(PATIENCE).until(() -> activity("warehouse").taken() == 1);
    assertThat(rows(url)).containsExactly("0001BaBFVPR20035");
    // When
    spool.publish(Map.of(), Samples.AGENT_GROUP, Samples.PLACE_GROUP);
    // Then
    await().atMost(PATIENCE).until(() -> activity("warehouse").taken() == 3);
    assertThat(rows(url)).containsExactly("0001BaBFVPR20035", "0001BaBFVPR20039");
    await().atMost(PATIENCE).until(() -> spool.waitingFor("warehouse") == 0);
  }

  @Test
  void a_mail_waits_for_a_server_that_is_away() throws Exception {
    // Given
    int port = FreePort.next();
    Properties keys = new Recipe("Mail").properties();
    keys.setProperty(
        "camel.routeTemplate[lead].to",
        keys.getProperty("camel.routeTemplate[lead].to")
            .replace("mail.example:587", "127.0.0.1:" + port)
            // this server has no TLS
            .replaceAll("&mail.smtp.starttls.\\w+=true", ""));
    keys.setProperty("camel.routeTemplate[lead].when", "action=ItemAdded");
    keys.setProperty("MAIL_PASSWORD", "s3&cret+100%");
    startMain(keys);
    spool.publish(
        Map.of("To", "evil@example.com", "Subject", "forged", "Bcc", "evil@example.com"),
        Samples.AGENT_GROUP);
    await().atMost(PATIENCE).until(() -> activity("lead").lastFailure().isPresent());
    GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.setUser("workbin@example.com", "workbin", "s3&cret+100%");
    server.getManagers().getUserManager().setAuthRequired(true);
    // When
    server.start();
    // Then
    try {
      await().atMost(PATIENCE).until(() -> activity("lead").taken() == 1);
      // one for each receiver
      assertThat(server.getReceivedMessages()).hasSize(2);
      assertThat(server.getReceivedMessagesForDomain("evil@example.com")).isEmpty();
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("Workbin notification");
      assertThat(mail.getFrom()[0]).hasToString("Workbin <workbin@example.com>");
      assertThat(mail.getContent().toString()).startsWith("ItemAdded chat 0001BaBFVPR20035 in ");
      await().atMost(PATIENCE).until(() -> spool.waitingFor("lead") == 0);
    } finally {
      server.stop();
    }
  }

  private SinkActivity activity(String sink) {
    return main.getCamelContext()
        .getRegistry()
        .lookupByNameAndType("sinkActivities", SinkActivities.class)
        .of(sink);
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(String url) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("select interaction_id from notifications order by 1")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  @Test
  void two_sinks_start_without_waiting_for_each_other() throws Exception {
    // Given
    Properties two = new Properties();
    for (String name : new String[] {"one", "two"}) {
      two.setProperty("camel.routeTemplate[" + name + "].templateId", "sink");
      two.setProperty("camel.routeTemplate[" + name + "].to", "bean:notificationLog");
    }
    // When
    long began = System.nanoTime();
    startMain(two);
    // Then
    assertThat(spool.knows("one") && spool.knows("two")).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when      | grup=Sales   | did you mean 'group'?",
        "predicate | $.action     | predicate=$.action names no language",
        "format    | xml          | format=xml is unknown",
        "fields    | action       | fields=action is for format=flat",
        "redact    | item.id      | redact=item.id",
      })
  void a_wrong_parameter_stops_the_start_with_the_sinks_name(
      String parameter, String value, String message) {
    Properties wrong = new Properties();
    wrong.setProperty("camel.routeTemplate[audit].templateId", "sink");
    wrong.setProperty("camel.routeTemplate[audit].to", "bean:notificationLog");
    wrong.setProperty("camel.routeTemplate[audit]." + parameter, value);
    assertThatThrownBy(() -> startMain(wrong))
        .hasMessageContaining("Sink 'audit'")
        .hasMessageContaining(message);
  }

  /** The lines of docs/sinks.md that are the shipped configuration. */
  private static String shippedLines() throws Exception {
    Matcher block =
        Pattern.compile("(?s)```properties\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/sinks.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static Properties documented() throws Exception {
    Properties properties = new Properties();
    properties.load(new StringReader(shippedLines()));
    return properties;
  }
}
