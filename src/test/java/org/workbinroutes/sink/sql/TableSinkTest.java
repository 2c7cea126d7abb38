package org.workbinroutes.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.sink.Samples;
import org.workbinroutes.sink.SinkContext;
import org.workbinroutes.sink.SinkFailure;

/** The table sink with the tables and statements of docs/sinks.md. */
@Timeout(90)
class TableSinkTest {
  private static final String HOSTILE = "x'); drop table notifications; -- ${body} {{secret}} ?";

  @TempDir Path directory;
  private SinkContext sinks;
  private String url;

  /** A database there is a table of in the documentation. */
  enum Database {
    H2("H2"),
    POSTGRESQL("PostgreSQL");

    private final String title;

    Database(String title) {
      this.title = title;
    }

    private String newUrl(Path directory) throws SQLException {
      return this == H2
          ? "jdbc:h2:" + directory.resolve("warehouse")
          : PostgresServer.shared().newSchema();
    }
  }

  @AfterEach
  void stop() {
    if (sinks != null) {
      sinks.close();
    }
  }

  private void start(Database database, Map<String, String> more) throws Exception {
    url = database.newUrl(directory);
    execute(documented(database, "sql", "create table"));
    Map<String, String> configuration = new HashMap<>();
    configuration.put("secret", "s3cret-of-the-configuration");
    configuration.put("workbin.datasource.warehouse.url", url);
    configuration.put("workbin.datasource.warehouse.insert", insert(database));
    configuration.putAll(more);
    sinks = new SinkContext(configuration);
  }

  private static String insert(Database database) throws Exception {
    Matcher line =
        Pattern.compile("(?s)workbin\\.datasource\\.warehouse\\.insert = (.*)")
            .matcher(documented(database, "properties", "warehouse.insert"));
    assertThat(line.find()).isTrue();
    return line.group(1).replaceAll("\\\\\\n\\s*", "").strip();
  }

  /** A block of docs/sinks.md behind the name of the database. */
  private static String documented(Database database, String language, String word)
      throws Exception {
    Matcher block =
        Pattern.compile("(?s)\\*\\*" + database.title + "\\*\\*.*?```" + language + "\\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/sinks.md")));
    assertThat(block.find()).isTrue();
    assertThat(block.group(1)).contains(word);
    return block.group(1);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String one(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void adds_a_row_once_however_often_the_notification_comes(Database database) throws Exception {
    // Given
    start(database, Map.of());
    sinks.sink("warehouse", "table:warehouse", Map.of());
    // When
    sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
    sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
    sinks.give("warehouse", Samples.PLACE_GROUP, Map.of());
    // Then
    assertThat(sinks.deadLetter("warehouse")).isNull();
    assertThat(one("select count(*) from notifications")).isEqualTo("2");
    String row = " from notifications where interaction_id = '0001BaBFVPR20035'";
    assertThat(one("select action" + row)).isEqualTo("ItemAdded");
    assertThat(one("select media" + row)).isEqualTo("chat");
    assertThat(one("select group_kind" + row)).isEqualTo("agentGroup");
    assertThat(one("select group_name" + row)).isEqualTo("MyAgentGroup");
    assertThat(one("select workbin" + row)).isEqualTo("6c715fa9-de16-4d23-b07c-cbcb1caf3e07");
    assertThat(one("select reference_id" + row)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void what_comes_from_outside_is_a_value_and_nothing_else(Database database) throws Exception {
    // Given
    start(database, Map.of());
    sinks.sink("warehouse", "table:warehouse", Map.of());
    // When
    sinks.give(
        "warehouse",
        Samples.inAgentGroup(HOSTILE),
        Map.of(
            "CamelSqlQuery", "drop table notifications",
            "camelsqlquery", "drop table notifications",
            "CamelSqlParameters", "x",
            "CamelSqlRetrieveGeneratedKeys", "true"));
    // Then
    assertThat(sinks.deadLetter("warehouse")).isNull();
    assertThat(one("select group_name from notifications")).isEqualTo(HOSTILE);
  }

  @Test
  void headers_have_no_say_even_without_the_sinks_route() throws Exception {
    // Given
    start(Database.H2, Map.of());
    // When
    sinks
        .camel()
        .createProducerTemplate()
        .sendBodyAndHeaders(
            "table:warehouse",
            new HashMap<>(
                Map.of(
                    "action",
                    "a",
                    "messageType",
                    "t",
                    "media",
                    "m",
                    "groupKind",
                    "k",
                    "group",
                    "g",
                    "workbin",
                    "w",
                    "interactionId",
                    "i",
                    "referenceId",
                    7)),
            Map.of("CamelSqlQuery", "drop table notifications", "action", "forged"));
    // Then
    assertThat(one("select action from notifications")).isEqualTo("a");
    assertThat(one("select reference_id from notifications")).isEqualTo("7");
  }

  private static Map<String, Object> row(String name, Object value) {
    Map<String, Object> row = new HashMap<>();
    for (String text : List.of("action", "messageType", "media", "groupKind", "group", "workbin")) {
      row.put(text, "x");
    }
    row.put("interactionId", "x");
    row.put("referenceId", 7);
    row.put(name, value);
    return row;
  }

  @ParameterizedTest
  @EnumSource
  void a_number_with_a_thousand_million_zeros_is_not_written_out(Database database)
      throws Exception {
    // Given
    start(database, Map.of());
    Map<String, Object> row = row("interactionId", new BigDecimal("1e999999999"));
    // When
    sinks.camel().createProducerTemplate().sendBody("table:warehouse", row);
    // Then
    assertThat(one("select interaction_id from notifications")).isEqualTo("1E+999999999");
  }

  @Test
  void nothing_of_a_message_steers_camels_own_sql_component() throws Exception {
    // Given
    start(Database.H2, Map.of());
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl(url);
    sinks.camel().getRegistry().bind("warehouse", source);
    execute("create table plain (text varchar(100000))");
    sinks.sink("plain", "sql:insert into plain values (:#${body})?dataSource=#warehouse", Map.of());
    String notification = Samples.inAgentGroup(HOSTILE);
    // When
    Exchange exchange =
        sinks.give(
            "plain",
            notification,
            Map.of(
                "CamelSqlQuery", "drop table notifications",
                "camelsqlquery", "drop table notifications",
                "CamelSqlParameters", "x",
                "body", "forged"));
    // Then
    assertThat(exchange.isFailed()).isFalse();
    assertThat(one("select text from plain")).isEqualTo(notification);
    assertThat(one("select count(*) from notifications")).isEqualTo("0");
  }

  @Test
  void a_character_that_the_database_cannot_keep_costs_one_notification_its_row() throws Exception {
    // Given
    start(Database.POSTGRESQL, Map.of());
    ProducerTemplate producer = sinks.camel().createProducerTemplate();
    // When / Then
    assertThatThrownBy(() -> producer.sendBody("table:warehouse", row("media", "a\0b")))
        .hasStackTraceContaining("SQL state 22021");
    producer.sendBody("table:warehouse", row("media", "\u202Eb"));
    assertThat(one("select media from notifications")).isEqualTo("\u202Eb");
  }

  @Test
  void a_database_that_is_away_is_tried_again_and_does_not_hold_up_the_start() throws Exception {
    // Given
    start(
        Database.H2,
        Map.of("workbin.datasource.warehouse.url", "jdbc:h2:" + directory + "/no;IFEXISTS=TRUE"));
    sinks.sink("warehouse", "table:warehouse", Map.of("retries", "0"));
    // When
    sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
    // Then
    Exchange letter = sinks.deadLetter("warehouse");
    assertThat(letter.getMessage().getBody()).isEqualTo(Samples.AGENT_GROUP);
    assertThat(letter.getMessage().getHeader(SinkFailure.REASON, String.class))
        .contains("data source warehouse")
        .doesNotContain("jdbc:");
  }

  @Test
  void what_the_database_refuses_is_not_quoted() throws Exception {
    // Given
    start(Database.POSTGRESQL, Map.of());
    execute("alter table notifications add constraint short check (length(group_name) < 5)");
    sinks.sink("warehouse", "table:warehouse", Map.of("retries", "0"));
    // When
    sinks.give("warehouse", Samples.inAgentGroup("Mrs Miller"), Map.of());
    // Then
    assertThat(
            sinks.deadLetter("warehouse").getMessage().getHeader(SinkFailure.REASON, String.class))
        .contains("SQL state 23514")
        .doesNotContain("Miller");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url      |                                        | workbin.datasource.warehouse.url is"
            + " missing",
        "url      | http://x                               | workbin.datasource.warehouse.url is no"
            + " JDBC URL",
        "url      | jdbc:postgresql://h/d?password=s3cret  | put it in"
            + " workbin.datasource.warehouse.password",
        "insert   |                                        | workbin.datasource.warehouse.insert is"
            + " missing",
        "insert   | drop table notifications               | adds no row",
        "insert   | insert into t (a) values (:#action)    | has no :#id",
        "connections | many                                | is a number from 1 to 100",
      })
  void wrong_settings_fail_at_the_start_and_name_the_key(String key, String value, String message)
      throws Exception {
    // Given
    start(Database.H2, Map.of("workbin.datasource.warehouse." + key, value == null ? "" : value));
    // Then
    assertThatThrownBy(() -> sinks.sink("warehouse", "table:warehouse", Map.of()))
        .hasStackTraceContaining(message)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("s3cret"));
  }

  @Test
  void a_value_that_is_not_there_is_named() throws Exception {
    // Given
    start(
        Database.H2,
        Map.of(
            "workbin.datasource.warehouse.insert",
            "insert into notifications (id, action) values (:#id, :#caseId)"));
    sinks.sink("warehouse", "table:warehouse", Map.of("retries", "0"));
    // When
    sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(
            sinks.deadLetter("warehouse").getMessage().getHeader(SinkFailure.REASON, String.class))
        .contains("The statement asks for :#caseId");
  }
}
