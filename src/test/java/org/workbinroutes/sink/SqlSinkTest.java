package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ledger.PostgresServer;

/** Camel's own {@code sql:} as a sink, with the tables and statements of docs/sinks.md. */
@Timeout(120)
class SqlSinkTest {
  private static final String HOSTILE = "x'); drop table notifications; -- ${body} {{secret}} ?";

  @TempDir Path directory;
  private SinkContext sinks;
  private HikariDataSource pool;
  private Recipe recipe;

  @AfterEach
  void stop() {
    sinks.close();
    pool.close();
  }

  private void start(String database) throws Exception {
    recipe = new Recipe(database);
    pool = new HikariDataSource();
    pool.setJdbcUrl(
        database.equals("SQLite")
            ? "jdbc:sqlite:" + directory.resolve("warehouse.db")
            : PostgresServer.shared().newSchema());
    execute(recipe.table());
    sinks = new SinkContext(Map.of("secret", "s3cret"), Map.of("warehouse", pool));
  }

  private void sink(Map<String, Object> more) throws Exception {
    Map<String, Object> parameters = recipe.parameters("warehouse");
    parameters.put("retries", "0");
    parameters.putAll(more);
    sinks.sink("warehouse", parameters.get("to").toString(), parameters);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(pool.getJdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String one(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(pool.getJdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private String reason() {
    return sinks.deadLetter("warehouse").getMessage().getHeader(SinkFailure.REASON, String.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "SQLite"})
  void adds_a_row_once_however_often_the_notification_comes(String database) throws Exception {
    // Given
    start(database);
    sink(Map.of());
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
  @ValueSource(strings = {"PostgreSQL", "SQLite"})
  void what_comes_from_outside_is_a_value_and_nothing_else(String database) throws Exception {
    // Given
    start(database);
    sink(Map.of());
    // When
    sinks.give(
        "warehouse",
        Samples.inAgentGroup(HOSTILE),
        Map.of(
            "CamelSqlQuery", "drop table notifications",
            "camelsqlquery", "drop table notifications",
            "CamelSqlParameters", "x",
            "CamelSqlRetrieveGeneratedKeys", "true",
            "action", "forged"));
    // Then
    assertThat(sinks.deadLetter("warehouse")).isNull();
    assertThat(one("select group_name from notifications")).isEqualTo(HOSTILE);
    assertThat(one("select action from notifications")).isEqualTo("ItemAdded");
  }

  @Test
  void the_whole_text_is_a_value_as_well() throws Exception {
    // Given
    start("SQLite");
    execute("create table plain (text varchar(100000))");
    sinks.sink("plain", "sql:insert into plain values (:#${body})?dataSource=#warehouse", Map.of());
    String notification = Samples.inAgentGroup(HOSTILE);
    // When
    Exchange exchange =
        sinks.give("plain", notification, Map.of("CamelSqlQuery", "x", "body", "forged"));
    // Then
    assertThat(exchange.isFailed()).isFalse();
    assertThat(one("select text from plain")).isEqualTo(notification);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "SQLite"})
  void a_number_with_a_thousand_million_zeros_is_not_written_out(String database) throws Exception {
    // Given
    start(database);
    sink(
        Map.of(
            "fields",
            "id, action, messageType, media, groupKind, group, workbin, referenceId,"
                + " interactionId=notification.huge"));
    // When
    sinks.give(
        "warehouse", Samples.AGENT_GROUP.replaceFirst("\\{", "{\"huge\":1e999999999,"), Map.of());
    // Then
    assertThat(sinks.deadLetter("warehouse")).isNull();
    assertThat(one("select interaction_id from notifications")).isEqualTo("1E+999999999");
  }

  @Test
  void a_character_that_the_database_cannot_keep_costs_one_notification_its_row() throws Exception {
    // Given
    start("PostgreSQL");
    sink(Map.of());
    // When
    sinks.give("warehouse", Samples.AGENT_GROUP.replace("ItemAdded", "a\\u0000b"), Map.of());
    // Then
    assertThat(reason()).contains("SQL state 22021");
    // When
    sinks.give("warehouse", Samples.inAgentGroup("\\u202Eb"), Map.of());
    // Then
    assertThat(one("select group_name from notifications")).isEqualTo("\u202Eb");
  }

  @Test
  void what_the_database_refuses_is_not_quoted() throws Exception {
    // Given
    start("PostgreSQL");
    execute("alter table notifications add constraint short check (length(group_name) < 5)");
    sink(Map.of());
    // When
    sinks.give("warehouse", Samples.inAgentGroup("Mrs Miller"), Map.of());
    // Then
    assertThat(reason()).contains("SQL state 23514").doesNotContain("Miller");
  }

  @Test
  void a_value_that_is_not_there_is_named() throws Exception {
    // Given
    start("SQLite");
    sink(Map.of("fields", "id, action"));
    // When
    sinks.give("warehouse", Samples.AGENT_GROUP, Map.of());
    // Then
    assertThat(reason()).contains("[messageType]");
  }
}
