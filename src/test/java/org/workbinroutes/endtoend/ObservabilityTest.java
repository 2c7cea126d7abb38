package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * Every metric and every health part moves when what it tells of happens: seen from outside, by
 * scrape and probe, in one running product.
 */
@Timeout(120)
class ObservabilityTest {
  private static final String BIN = "6c715fa9-de16-4d23-b07c-cbcb1caf3e07";
  private static final AtomicBoolean CRM_DOWN = new AtomicBoolean();
  private static final AtomicBoolean DESK_DOWN = new AtomicBoolean();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANAGEMENT = FreePort.next();

  @TempDir static Path folder;
  private static HttpServer receiver;
  private static SimulatorServer gws;
  private static ProductRig product;
  private static final Queue<String> SPANS = new ConcurrentLinkedQueue<>();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receive("/crm", CRM_DOWN);
    receive("/desk", DESK_DOWN);
    collect();
    receiver.start();
    gws = SimulatorServer.builder().start();
    product = new ProductRig(gws, folder, ObservabilityTest::configure);
    await().atMost(PATIENCE).until(() -> health("").part("gws-notifications").equals("UP"));
  }

  private static void receive(String path, AtomicBoolean down) {
    receiver.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(down.get() ? 500 : 204, -1);
          exchange.close();
        });
  }

  private static void collect() {
    receiver.createContext(
        "/v1/traces",
        exchange -> {
          SPANS.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  private static void configure(Map<String, String> keys) {
    keys.put("management.traces", "otlp");
    keys.put(
        "management.traces.endpoint",
        "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces");
    String url = "webhook:http://127.0.0.1:" + receiver.getAddress().getPort();
    keys.put("management.port", Integer.toString(MANAGEMENT));
    keys.put("gws.response-timeout", "1s");
    keys.put("gws.retry.attempts", "3");
    keys.put("gws.retry.first-pause", "50ms");
    keys.put("gws.retry.max-pause", "100ms");
    keys.put("gws.breaker.window", "8");
    keys.put("gws.breaker.failures", "80");
    keys.put("gws.breaker.pause", "500ms");
    keys.put("workbin.confirm-timeout", "1s");
    keys.put("workbin.spool.high-water", "2");
    for (String sink : new String[] {"crm", "desk"}) {
      String key = "camel.routeTemplate[" + sink + "].";
      keys.put(key + "templateId", "sink");
      keys.put(key + "to", url + "/" + sink);
      keys.put(key + "when", "action=ItemAdded");
      keys.put(key + "retries", "1");
      keys.put(key + "firstDelay", "100ms");
    }
    keys.put("camel.routeTemplate[desk].onFailure", "hold");
  }

  @AfterEach
  void calm() {
    gws.start();
    gws.faults().clear();
    CRM_DOWN.set(false);
    DESK_DOWN.set(false);
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    gws.close();
    receiver.stop(0);
  }

  @Test
  void placementsAreCountedByIntakeAndOutcome() throws Exception {
    // Given
    Scrape before = scrape();
    // When
    product.post(request("h1", "I-h1"));
    product.drop("orders.ndjson", request("f1", "I-f1") + "\n" + request("f2", "I-f2") + "\n");
    product.sendJms(request("j1", "I-j1"));
    // Then
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=received");
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=accepted");
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=confirmed");
    assertGrows(before, 2, "workbin_placements_total", "intake=file", "outcome=confirmed");
    assertGrows(before, 1, "workbin_placements_total", "intake=jms", "outcome=confirmed");
    assertGrows(before, 4, "workbin_confirmation_time_seconds_count");
    assertGrows(before, 4, "workbin_gws_calls_seconds_count", "operation=add", "status=2xx");
    assertGrows(before, 1, "workbin_ledger_batch_size_count");
    assertGrows(before, 4, "workbin_ledger_batch_size_sum");
    assertGrows(before, 1, "workbin_ledger_batch_time_seconds_count");
    assertGrows(before, 2, "workbin_file_records_total", "outcome=placed");
    assertThat(scrape().value("workbin_gws_calls_seconds_bucket", "operation=add", "le=+Inf"))
        .isGreaterThanOrEqualTo(4);
  }

  @Test
  void whatGwsRefusesWhatIsGivenUpAndWhatIsTakenOutIsCounted() throws Exception {
    // Given
    Scrape before = scrape();
    gws.faults().onAdd(Fault.statusCode(10).forInteraction("I-no"));
    gws.faults()
        .onAdd(
            Fault.httpStatus(500)
                .body("application/json", "{\"statusCode\":4}")
                .forInteraction("I-500"),
            3);
    // When
    product.post(request("no", "I-no"));
    product.post(request("gone", "I-500"));
    product.post(request("out", "I-out"));
    product.awaitConfirmed("out");
    product.delete("/placements/out");
    // Then
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=rejected");
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=failed");
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=pulled");
    assertGrows(before, 2, "workbin_placements_retries_total");
    assertGrows(before, 3, "workbin_gws_calls_seconds_count", "operation=add", "status=5xx");
    assertGrows(before, 1, "workbin_gws_calls_seconds_count", "operation=pull", "status=2xx");
  }

  @Test
  void callsAreCountedByWhatTheyEndedIn() throws Exception {
    // Given
    Scrape before = scrape();
    gws.faults().onAdd(Fault.hang().forInteraction("I-hang"), 1);
    gws.faults().onAdd(Fault.reset().forInteraction("I-reset"), 1);
    gws.faults().onAdd(Fault.httpStatus(404).forInteraction("I-404"), 1);
    // When
    product.post(request("hang", "I-hang"));
    product.post(request("reset", "I-reset"));
    product.post(request("404", "I-404"));
    // Then
    assertGrows(before, 1, "workbin_gws_calls_seconds_count", "operation=add", "status=timeout");
    assertGrows(before, 1, "workbin_gws_calls_seconds_count", "operation=add", "status=broken");
    assertGrows(before, 1, "workbin_gws_calls_seconds_count", "operation=add", "status=4xx");
    assertGrows(before, 3, "workbin_gws_calls_seconds_count", "operation=content", "status=2xx");
    assertThat(scrape().count("workbin_gws_calls_seconds_count", "operation=login", "status=2xx"))
        .isPositive();
    assertThat(
            scrape().count("workbin_gws_calls_seconds_count", "operation=subscribe", "status=2xx"))
        .isPositive();
  }

  @Test
  void whatWaitsForItsConfirmationIsPending() throws Exception {
    // Given
    double pending = settledPending();
    Scrape before = scrape();
    gws.faults().dropNotifications(1);
    // When
    product.post(request("lost", "I-lost"));
    gws.clearContents();
    // Then
    awaitScrape(now -> now.value("workbin_placements_pending") == pending + 1);
    awaitScrape(now -> now.value("workbin_placements_open", "state=unconfirmed") > 0);
    assertGrows(before, 1, "workbin_placements_total", "intake=http", "outcome=unconfirmed");
    assertThat(scrape().value("workbin_placements_open", "state=received")).isNotNaN();
    assertThat(scrape().value("workbin_placements_open", "state=accepted")).isNotNaN();
    // When
    gws.publish(notification("ItemAdded", "chat", "I-lost"));
    // Then
    awaitScrape(now -> now.value("workbin_placements_pending") == pending);
  }

  private double settledPending() throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Scrape now = scrape();
              return now.value("workbin_placements_open", "state=received")
                      + now.value("workbin_placements_open", "state=accepted")
                  == 0;
            });
    return scrape().value("workbin_placements_pending");
  }

  @Test
  void theBreakerTellsItsState() throws Exception {
    // Given
    assertThat(scrape().value("workbin_breaker_state", "state=closed")).isEqualTo(1);
    gws.faults().onAdd(Fault.httpStatus(503));
    // When
    for (int i = 0; i < 8; i++) {
      product.post(request("b" + i, "I-b" + i), "Prefer", "respond-async");
    }
    // Then
    awaitScrape(now -> now.value("workbin_breaker_state", "state=open") == 1);
    awaitPart("gws-placements", "DOWN");
    // When
    gws.faults().clear();
    gws.faults().onAdd(Fault.slow(Duration.ofMillis(600)));
    for (int i = 8; i < 12; i++) {
      product.post(request("b" + i, "I-b" + i), "Prefer", "respond-async");
    }
    // Then
    awaitScrape(now -> now.value("workbin_breaker_state", "state=half_open") == 1);
    awaitScrape(
        now ->
            now.value("workbin_breaker_state", "state=closed") == 1
                && now.value("workbin_breaker_state", "state=open") == 0
                && now.value("workbin_breaker_state", "state=half_open") == 0);
  }

  @Test
  void messagesOfGwsAreCountedAndTheirWordsDoNotBecomeLabels() throws Exception {
    // Given
    Scrape before = scrape();
    // When
    gws.publish(notification("ItemRemoved", "email", "I-removed"));
    gws.publish(notification("ItemEaten<script>", "carrierpigeon", "I-eaten"));
    gws.publish(Map.of("messageType", "Probe"));
    // Then
    assertGrows(before, 1, "workbin_notifications_total", "action=ItemRemoved", "media=email");
    assertGrows(before, 1, "workbin_notifications_total", "action=other", "media=other");
    assertGrows(before, 1, "workbin_notifications_total", "action=none", "media=none");
    assertThat(scrape().labelValues("action"))
        .isSubsetOf("ItemAdded", "ItemRemoved", "ItemUpdated", "other", "none");
    assertThat(scrape().value("workbin_cometd_last_message_age_seconds")).isLessThan(20);
    assertThat(scrape().value("workbin_cometd_last_poll_age_seconds")).isBetween(0.0, 60.0);
    assertThat(health("").detail("gws-notifications", "sinceLastNotificationMillis").asLong())
        .isLessThan(20_000);
  }

  @Test
  void aSinkThatIsDownIsToldOfAndLeavesTheNodeReady() throws Exception {
    // Given
    Scrape before = scrape();
    CRM_DOWN.set(true);
    // When
    gws.publish(notification("ItemAdded", "chat", "I-crm"));
    // Then
    assertGrows(before, 2, "workbin_sink_deliveries_total", "sink=crm", "outcome=failed");
    assertGrows(before, 1, "workbin_sink_deliveries_total", "sink=crm", "outcome=dead-letter");
    awaitPart("sink-crm", "DOWN");
    Health health = health("");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.detail("sink-crm", "lastFailureKind").asText()).isEqualTo("HTTP status 500");
    assertThat(health.part("sink-audit")).isEqualTo("UP");
    assertThat(health("/ready").status()).isEqualTo(200);
    // When
    CRM_DOWN.set(false);
    gws.publish(notification("ItemAdded", "chat", "I-crm2"));
    // Then
    assertGrows(before, 1, "workbin_sink_deliveries_total", "sink=crm", "outcome=delivered");
    assertGrows(before, 2, "workbin_sink_deliveries_total", "sink=audit", "outcome=delivered");
    awaitPart("sink-crm", "UP");
  }

  @Test
  void aSinkThatIsHeldFillsTheSpool() throws Exception {
    // Given
    DESK_DOWN.set(true);
    // When
    for (int i = 0; i < 4; i++) {
      gws.publish(notification("ItemAdded", "chat", "I-desk" + i));
    }
    // Then
    awaitScrape(now -> now.value("workbin_sink_held", "sink=desk") == 1);
    awaitScrape(now -> now.value("workbin_spool_depth", "sink=desk") >= 4);
    awaitPart("sink-desk", "DOWN");
    awaitPart("spool", "DOWN");
    assertThat(health("").text()).contains("more than workbin.spool.high-water");
    assertThat(health("/ready").status()).isEqualTo(200);
    // When
    DESK_DOWN.set(false);
    product.postTo("/sinks/desk/resume", "");
    // Then
    awaitPart("spool", "UP");
    awaitPart("sink-desk", "UP");
    awaitScrape(now -> now.value("workbin_sink_held", "sink=desk") == 0);
    awaitScrape(now -> now.value("workbin_spool_depth", "sink=desk") == 0);
  }

  @Test
  void aLostNotificationConnectionIsToldOf() throws Exception {
    // Given
    Scrape before = scrape();
    assertThat(before.value("workbin_cometd_connected")).isEqualTo(1);
    gws.faults().refuseHandshakes(503, Integer.MAX_VALUE);
    // When
    gws.faults().expireBayeuxSessions();
    // Then
    awaitPart("gws-notifications", "DOWN");
    awaitScrape(now -> now.value("workbin_cometd_connected") == 0);
    assertThat(health("/ready").status()).isEqualTo(200);
    // When
    gws.faults().clear();
    // Then
    awaitPart("gws-notifications", "UP");
    awaitScrape(now -> now.value("workbin_cometd_connected") == 1);
    assertGrows(before, 1, "workbin_cometd_reconnects_total");
  }

  @Test
  void aGwsThatIsAwayIsToldOfAndLeavesTheNodeReadyAndAlive() throws Exception {
    // When
    gws.stop();
    product.post(request("away", "I-away"), "Prefer", "respond-async");
    // Then
    awaitPart("gws-session", "DOWN");
    awaitScrape(now -> now.count("workbin_gws_calls_seconds_count", "status=unavailable") > 0);
    Health ready = health("/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.detail("gws-session", "trouble").asText()).isNotEmpty();
    assertThat(health("/live").status()).isEqualTo(200);
    // When
    gws.start();
    // Then
    awaitPart("gws-session", "UP");
    awaitPart("gws-notifications", "UP");
  }

  @Test
  void aLedgerThatCannotBeReadMakesTheNodeNotReady() throws Exception {
    // Given
    awaitPart("ledger", "UP");
    try (Connection outside =
            DriverManager.getConnection("jdbc:sqlite:" + product.data.resolve("ledger/ledger.db"));
        Statement statement = outside.createStatement()) {
      // When
      statement.execute("ALTER TABLE workbin_placement_count RENAME TO elsewhere");
      // Then
      awaitPart("ledger", "DOWN");
      assertThat(health("/ready").status()).isEqualTo(503);
      assertThat(health("/live").status()).isEqualTo(200);
      // When
      statement.execute("ALTER TABLE elsewhere RENAME TO workbin_placement_count");
      // Then
      awaitPart("ledger", "UP");
      assertThat(health("/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void healthTellsNoSecretAndNoAddressWithOne() throws Exception {
    // When
    Health all = health("");
    // Then
    assertThat(all.parts())
        .contains(
            "context",
            "gws-session",
            "gws-notifications",
            "gws-placements",
            "broker",
            "ledger",
            "spool",
            "sink-audit",
            "sink-crm",
            "sink-desk");
    assertThat(health("/live").parts()).containsExactlyInAnyOrder("context", "http");
    assertThat(health("/ready").parts())
        .contains("context", "http", "ledger", "gws-session")
        .doesNotContain(
            "broker",
            "spool",
            "gws-notifications",
            "gws-placements",
            "http-connections",
            "sink-crm");
    assertThat(all.text())
        .doesNotContain("secret", "t3st", "agent:", "Authorization", "JSESSIONID", "userData");
  }

  @Test
  void aTraceLeadsFromTheIntakeToTheConfirmationAndHoldsNoPersonalData() throws Exception {
    // When
    product.post(
        """
        {"requestId":"traced-1","workbinId":"%s","agentGroup":"MyAgentGroup",
         "interactionId":"I-traced","attributes":{"customer":"Mary Poppins"}}\
        """
            .formatted(BIN),
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    product.awaitConfirmed("traced-1");
    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(SPANS.toString())
                    .contains("workbin.request.id")
                    .contains("traced-1")
                    .contains("placement", "gws add", "confirmation"));
    assertThat(SPANS.toString())
        .doesNotContain("Mary", "userData", "MyAgentGroup", "secret")
        .doesNotContain(hex("0af7651916cd43dd8448eb211c80319c"));
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
  }

  /** What the dashboard and the alerts ask for is there, and each alert says what to do. */
  @Test
  void dashboardAndAlertsUseMetricsThatExist() throws Exception {
    // Given: some meters are made when there is something to count
    product.drop("one.ndjson", request("d1", "I-d1") + "\n");
    awaitScrape(now -> now.count("workbin_file_records_total", "outcome=placed") > 0);
    product.awaitConfirmed("d1");
    Set<String> there = scrape().names();
    for (String file : List.of("grafana-dashboard.json", "alerts.yaml")) {
      // When
      Set<String> used = new TreeSet<>();
      Matcher names =
          Pattern.compile("workbin_\\w+")
              .matcher(Files.readString(Path.of("config/monitoring", file)));
      while (names.find()) {
        used.add(names.group());
      }
      // Then
      assertThat(used).as(file).hasSizeGreaterThan(10).isSubsetOf(there);
    }
  }

  static Scrape scrape() throws Exception {
    return Scrape.of(HTTP, MANAGEMENT);
  }

  private static Health health(String which) throws Exception {
    return Health.of(HTTP, MANAGEMENT, which);
  }

  private static void awaitScrape(Predicate<Scrape> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(ObservabilityTest::scrape, condition);
  }

  private static void awaitPart(String name, String status) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(health("").part(name)).as(name).isEqualTo(status));
  }

  private static void assertGrows(Scrape before, int by, String name, String... labels) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scrape().count(name, labels) - before.count(name, labels))
                    .as("%s %s", name, String.join(" ", labels))
                    .isGreaterThanOrEqualTo(by));
  }

  private static Map<String, Object> notification(String action, String media, String id) {
    return Map.of(
        "messageType",
        "WorkbinStateChangeMessage",
        "action",
        action,
        "id",
        BIN,
        "agentGroup",
        "MyAgentGroup",
        media + "StateResourceV2",
        Map.of("id", id, "userData", Map.of("name", "Mary Poppins")));
  }

  private static String request(String requestId, String interactionId) {
    return """
    {"requestId":"%s","workbinId":"%s","agentGroup":"MyAgentGroup","interactionId":"%s"}\
    """
        .formatted(requestId, BIN, interactionId);
  }
}
