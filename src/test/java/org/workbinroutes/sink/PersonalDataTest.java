package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.sink.spool.SpoolEntry;
import org.workbinroutes.sink.spool.WorkbinLane;
import org.workbinroutes.sink.tail.NotificationTail;

/**
 * What was redacted is nowhere: values with a mark are searched for wherever something was left.
 */
@Timeout(60)
class PersonalDataTest {
  private static final String BY_SINK = "MARK-S";
  private static final String BY_ALL = "MARK-G";
  private static final String REDACT = "customerName, *phone*, item.subject, attributes.iban";
  private static final GroupWorkbin BIN = new GroupWorkbin("w-1", GroupKind.AGENT_GROUP, "Sales");
  private static final String NOTIFICATION =
      """
      {"action":"ItemAdded","agentGroup":"Sales","chatStateResourceV2":{"id":"i-1",\
      "subject":"MARK-S-subject","userData":{"customerName":"MARK-S-name","Phone":"MARK-S-phone",\
      "nested":[{"homePhone":"MARK-S-nested"}],"neverWrite":"MARK-G-global","caseId":"kept-case"}},\
      "id":"w-1","messageType":"WorkbinStateChangeMessage"}\
      """;

  @TempDir Path directory;
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final Everything log = new Everything();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private HttpServer up;
  private HttpServer down;
  private Spool spool;
  private SinkContext sinks;

  @BeforeEach
  void start() throws Exception {
    log.start();
    ((Logger) LogManager.getRootLogger()).addAppender(log);
    up = receiver(204);
    down = receiver(500);
    spool = new Spool(directory.resolve("broker"));
    MemoryLedger ledger = new MemoryLedger();
    InLedger.receive(
        ledger,
        new PlacementRequest(
            "R-1",
            BIN,
            "i-1",
            AddOperation.ADD_CHAT,
            false,
            Map.of("iban", "MARK-S-iban", "order", "kept-order")),
        "http");
    ledger.sending("R-1");
    sinks =
        new SinkContext(
            Map.of("workbin.redact", "neverWrite"), Map.of("ledger", ledger, "meters", meters));
    spool.addTo(sinks.camel());
  }

  @AfterEach
  void stop() throws Exception {
    sinks.close();
    spool.stop();
    up.stop(0);
    down.stop(0);
    ((Logger) LogManager.getRootLogger()).removeAppender(log);
    log.stop();
  }

  private HttpServer receiver(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posted.add(status + " " + exchange.getRequestHeaders().entrySet() + "\n" + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "webhook:http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void sink(String name, String to, String... more) throws Exception {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("redact", REDACT);
    parameters.put("retries", "1");
    parameters.put("firstDelay", "10ms");
    parameters.put(
        "source",
        "jms:topic:"
            + Spool.TOPIC
            + "?disableReplyTo=true&acknowledgementModeName=CLIENT_ACKNOWLEDGE"
            + "&subscriptionDurable=true&subscriptionShared=true&subscriptionName=workbin-sink-"
            + name);
    parameters.put("deadLetters", "jms:queue:dead-" + name);
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    sinks.spooledSink(name, to, parameters);
  }

  /** What the route spool does. */
  private String spooled(String notification) {
    return registered("spoolCodec", SpoolCodec.class)
        .write(
            registered("enrichment", Enrichment.class)
                .prepare(List.of(new NotificationCodec().read(notification)))
                .get(0));
  }

  private <T> T registered(String name, Class<T> type) {
    return sinks.camel().getRegistry().lookupByNameAndType(name, type);
  }

  @Test
  void what_was_redacted_is_in_no_sink_log_dead_letter_journal_or_metric() throws Exception {
    // Given
    Path file = directory.resolve("audit.ndjson");
    sink("audit", "ndjson:" + file);
    sink("bus", "jms:queue:crm", "format", "cloudevents");
    sink("journal", "bean:notificationLog", "when", "ours=true");
    sink(
        "hook",
        url(up),
        "format",
        "flat",
        "fields",
        "interactionId,userData.*,item.subject,attributes.*,notification.chatStateResourceV2");
    sink(
        "broken",
        url(down),
        "predicate",
        "jsonpath:$..userData[?(@.customerName == 'MARK-S-name')]");
    sink(
        "undecided",
        "bean:notificationLog",
        "predicate",
        "simple:${body[chatStateResourceV2][userData][customerName].nonsense} == 'x'");
    String text = spooled(NOTIFICATION);
    registered("notificationTail", NotificationTail.class)
        .addAll(List.of(new SpoolEntry(text, WorkbinLane.NONE)));
    // When
    spool.publish(Map.of(), text, "{\"half\":\"MARK-S-unreadable");
    // Then
    List<String> found = new ArrayList<>();
    found.addAll(texts("crm", 1));
    for (String sink : List.of("audit", "bus", "journal", "hook")) {
      found.addAll(texts("dead-" + sink, 1));
    }
    found.addAll(texts("dead-broken", 2));
    found.addAll(texts("dead-undecided", 2));
    await().untilAsserted(() -> assertThat(file).content().contains("kept-case"));
    await().untilAsserted(() -> assertThat(posted).anyMatch(line -> line.startsWith("204")));
    await()
        .untilAsserted(
            () -> assertThat(log.lines).anyMatch(line -> line.contains(", confirms R-1")));
    found.add(Files.readString(file));
    found.addAll(posted);
    found.addAll(log.lines);
    found.add(meters.scrape());
    assertThat(found).hasSizeGreaterThan(15).noneMatch(line -> line.contains(BY_SINK));
    assertThat(posted).filteredOn(line -> line.startsWith("204")).hasSize(1);
    assertThat(posted.toString()).contains("kept-case", "kept-order");
    assertThat(meters.scrape()).contains("workbin_notifications_unrouted_total 0.0");

    assertThat(text).contains(BY_SINK).doesNotContain(BY_ALL);
    assertThat(found).noneMatch(line -> line.contains(BY_ALL));
    sinks.close();
    spool.stop();
    assertThat(bytesOf(directory.resolve("broker"))).contains(BY_SINK).doesNotContain(BY_ALL);
  }

  @Test
  void a_redacted_dead_letter_comes_to_its_sink_again_though_its_rule_does_not_match_it()
      throws Exception {
    // Given
    sink(
        "broken",
        url(down),
        "predicate",
        "jsonpath:$..userData[?(@.customerName == 'MARK-S-name')]");
    sink("other", "jms:queue:crm");
    spool.publish(Map.of(), spooled(NOTIFICATION));
    String letter = ((TextMessage) spool.take("dead-broken", 1).get(0)).getText();
    assertThat(texts("crm", 1)).hasSize(1);
    posted.clear();
    // When
    spool.publish(Map.of(), letter);
    // Then
    await().untilAsserted(() -> assertThat(posted).isNotEmpty());
    String again = ((TextMessage) spool.take("dead-broken", 1).get(0)).getText();
    assertThat(again).isEqualTo(letter);
    await().until(() -> spool.waitingFor("other") == 0);
    assertThat(spool.take("crm", 0)).as("it is for one sink alone").isEmpty();
  }

  private List<String> texts(String queue, int count) throws Exception {
    List<String> texts = new ArrayList<>();
    for (Message message : spool.take(queue, count)) {
      StringBuilder all = new StringBuilder(((TextMessage) message).getText());
      Enumeration<?> names = message.getPropertyNames();
      while (names.hasMoreElements()) {
        String name = String.valueOf(names.nextElement());
        all.append('\n').append(name).append('=').append(message.getObjectProperty(name));
      }
      texts.add(all.toString());
    }
    assertThat(texts).as(queue).hasSize(count);
    return texts;
  }

  /** Everything below a folder as text; Artemis writes strings as UTF-8 or UTF-16. */
  private static String bytesOf(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        all.append(bytes.replace("\0", ""));
      }
    }
    return all.toString();
  }

  /** All that is logged at INFO and above, with every cause. */
  private static final class Everything extends AbstractAppender {
    final List<String> lines = new CopyOnWriteArrayList<>();

    Everything() {
      super("everything", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringBuilder line = new StringBuilder(event.getMessage().getFormattedMessage());
      for (Throwable t = event.getThrown(); t != null; t = t.getCause()) {
        line.append(' ').append(t);
      }
      lines.add(line.toString());
    }
  }
}
