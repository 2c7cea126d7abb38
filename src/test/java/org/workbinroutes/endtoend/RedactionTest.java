package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/**
 * A personal value goes through the whole product, past every kind of sink, and is then looked for
 * in all that is left of it: what the sinks have, the log, the dead letters, the metrics, and every
 * byte on the disk.
 */
@Timeout(120)
class RedactionTest {
  private static final String EVERYWHERE = "MARK-everywhere";
  private static final String AT_SINKS = "MARK-at-sinks";
  private static final String KEPT = "kept-case";
  private static final String KEY = ApiKey.generate(new SecureRandom());

  @TempDir static Path folder;
  private static final Everything LOG = new Everything();
  private static final List<String> BROWSERS = new CopyOnWriteArrayList<>();
  private static final int MANAGEMENT = FreePort.next();
  private static final int COMETD = FreePort.next();
  private static final int NOBODY = FreePort.next();
  private static SimulatorServer gws;
  private static GreenMail mails;
  private static ProductRig product;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    LOG.start();
    ((Logger) LogManager.getRootLogger()).addAppender(LOG);
    gws = SimulatorServer.builder().start();
    mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    try (Connection warehouse = warehouse();
        Statement statement = warehouse.createStatement()) {
      statement.execute("create table n (id varchar primary key, media varchar, text varchar)");
    }
    product = new ProductRig(gws, folder, RedactionTest::configure);
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    mails.stop();
    gws.close();
    ((Logger) LogManager.getRootLogger()).removeAppender(LOG);
    LOG.stop();
  }

  private static void configure(Map<String, String> keys) {
    keys.put("workbin.redact", "neverWrite");
    keys.put("management.port", String.valueOf(MANAGEMENT));
    keys.put("http.auth", "keys");
    keys.put("http.keys", "clerk:" + ApiKey.hashOf(KEY));
    keys.put("http.client-key", KEY);
    keys.put("camel.beans.warehouse", "#class:com.zaxxer.hikari.HikariDataSource");
    keys.put("camel.beans.warehouse.jdbcUrl", url());
    keys.put("camel.component.cometd.handshakeToken", "desk-token");
    sink(keys, "audit", "ndjson:{{workbin.data}}/sinks/audit.ndjson");
    sink(
        keys,
        "warehouse",
        "sql:insert into n (id, media, text) values (:#id, :#media, :#text)"
            + "?dataSource=#warehouse");
    keys.put("camel.routeTemplate[warehouse].format", "columns");
    keys.put(
        "camel.routeTemplate[warehouse].fields",
        "id, media, text=notification.chatStateResourceV2");
    sink(
        keys,
        "lead",
        "smtp://127.0.0.1:"
            + mails.getSmtp().getPort()
            + "?from=workbin@example.com&to=lead@example.com&subject=Notification");
    sink(keys, "desk", "cometd:127.0.0.1:" + COMETD + "/notifications");
    sink(keys, "bus", "jms:queue:crm");
    sink(keys, "journal", "bean:notificationLog");
    sink(keys, "broken", "webhook:http://127.0.0.1:" + NOBODY + "/");
    keys.put("camel.routeTemplate[broken].retries", "1");
    keys.put("camel.routeTemplate[broken].firstDelay", "10ms");
  }

  private static void sink(Map<String, String> keys, String name, String to) {
    keys.put("camel.routeTemplate[" + name + "].templateId", "sink");
    keys.put("camel.routeTemplate[" + name + "].to", to);
    keys.put("camel.routeTemplate[" + name + "].redact", "customerName, *phone*");
  }

  private static String url() {
    return "jdbc:sqlite:" + folder.resolve("warehouse.db");
  }

  private static Connection warehouse() throws SQLException {
    return DriverManager.getConnection(url());
  }

  private static Map<String, Object> chat() {
    return Map.of(
        "messageType",
        "WorkbinStateChangeMessage",
        "action",
        "ItemAdded",
        "id",
        "w-1",
        "agentGroup",
        "Crew",
        "chatStateResourceV2",
        Map.of(
            "id",
            "chat-1",
            "userData",
            Map.of(
                "neverWrite",
                EVERYWHERE,
                "customerName",
                AT_SINKS,
                "homePhone",
                Map.of("number", AT_SINKS),
                "caseId",
                KEPT)));
  }

  @Test
  void what_was_redacted_is_left_nowhere() throws Exception {
    // Given
    org.eclipse.jetty.client.HttpClient jetty = new org.eclipse.jetty.client.HttpClient();
    jetty.start();
    BayeuxClient browser =
        new BayeuxClient(
            "http://127.0.0.1:" + COMETD + "/cometd", new JettyHttpClientTransport(null, jetty));
    try {
      browser.handshake(Map.of("ext", Map.of("token", "desk-token")));
      assertThat(browser.waitFor(5_000, BayeuxClient.State.CONNECTED)).isTrue();
      browser
          .getChannel("/notifications")
          .subscribe((channel, message) -> BROWSERS.add(String.valueOf(message.getData())));
      CompletableFuture<String> tail =
          CompletableFuture.supplyAsync(() -> command("tail", "--count", "1"));
      // When
      await()
          .atMost(ProductRig.PATIENCE)
          .pollInterval(300, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                gws.publish(chat());
                return !product.audit().isEmpty() && !BROWSERS.isEmpty() && tail.isDone();
              });
      // Then
      Map<String, List<String>> found = new LinkedHashMap<>();
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(
              () -> {
                found.put("file", List.of(product.audit().toString()));
                found.put("table", rows());
                found.put("mail", mails());
                found.put("browser", BROWSERS);
                found.put("log", LOG.lines);
                found.put("tail", List.of(tail.join()));
                found.put(
                    "dead letters",
                    List.of(get(product.httpPort, "/sinks/broken/dead-letters?limit=10")));
                assertThat(found.get("table").toString()).contains(KEPT);
                assertThat(found.get("mail").toString()).contains(KEPT);
                assertThat(found.get("browser").toString()).contains(KEPT);
                assertThat(found.get("log").toString()).contains("chat-1");
                assertThat(found.get("dead letters").toString()).contains("chat-1");
              });
      found.put("metrics", List.of(get(MANAGEMENT, "/observe/metrics")));
      found.put("health", List.of(get(MANAGEMENT, "/observe/health")));
      found.put("command", List.of(command("dead-letters", "list"), command("check", "--json")));
      assertThat(found.get("tail").toString()).contains(KEPT);
      assertThat(found.get("metrics").toString()).contains("workbin_spool_depth");
      assertThat(found)
          .allSatisfy(
              (where, texts) ->
                  assertThat(texts).as(where).noneMatch(text -> text.contains(EVERYWHERE)));
      found.remove("tail");
      assertThat(found)
          .allSatisfy(
              (where, texts) ->
                  assertThat(texts).as(where).noneMatch(text -> text.contains(AT_SINKS)));
      assertThat(filesWith(EVERYWHERE)).isEmpty();
      assertThat(filesWith(KEPT))
          .as("the journal is searched, too")
          .anyMatch(RedactionTest::ofBroker);
      assertThat(filesWith(AT_SINKS)).allMatch(RedactionTest::ofBroker);
    } finally {
      browser.disconnect(2_000);
      jetty.stop();
    }
  }

  @Test
  void nobody_looks_on_without_a_key() throws Exception {
    for (String path : List.of("/notifications", "/sinks", "/sinks/audit/dead-letters")) {
      // When
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri(product.httpPort, path)).build(),
              HttpResponse.BodyHandlers.ofString());
      // Then
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("next", "audit", "letters");
    }
  }

  /** What a command prints when it reads this product's configuration; out and err. */
  private static String command(String... words) {
    CommandLine command = WorkbinRoutes.commandLine();
    StringWriter out = new StringWriter();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--config";
    all[words.length + 1] = folder.resolve("config").toString();
    command.execute(all);
    return out.toString();
  }

  private String get(int port, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri(port, path)).header("X-API-Key", KEY).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection warehouse = warehouse();
        Statement statement = warehouse.createStatement();
        ResultSet result = statement.executeQuery("select * from n")) {
      while (result.next()) {
        rows.add(result.getString(1) + result.getString(2) + result.getString(3));
      }
    }
    return rows;
  }

  private static List<String> mails() throws Exception {
    List<String> texts = new ArrayList<>();
    for (MimeMessage mail : mails.getReceivedMessages()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      mail.writeTo(bytes);
      StringBuilder text = new StringBuilder(bytes.toString(StandardCharsets.UTF_8));
      if (mail.getContent() instanceof jakarta.mail.Multipart parts) {
        for (int i = 0; i < parts.getCount(); i++) {
          text.append(
              new String(
                  parts.getBodyPart(i).getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** Files of the product with a text in them; Artemis writes strings as UTF-8 or UTF-16. */
  private static List<Path> filesWith(String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .replace("\0", "")
          .contains(text);
    } catch (IOException moved) {
      return false;
    }
  }

  private static boolean ofBroker(Path file) {
    return folder.relativize(file).toString().toLowerCase(Locale.ROOT).contains("broker");
  }

  /** All that is logged, with every cause. */
  private static final class Everything extends AbstractAppender {
    final List<String> lines = new CopyOnWriteArrayList<>();

    Everything() {
      super("redaction", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      lines.add(
          event.getMessage().getFormattedMessage()
              + Stream.iterate(event.getThrown(), t -> t != null, Throwable::getCause)
                  .map(Throwable::toString)
                  .collect(Collectors.joining(" ")));
    }
  }
}
