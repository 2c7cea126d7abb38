package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.simulator.SimulatorServer;

/** The console's live channel, spoken to by hand, and the product without a console. */
@Timeout(120)
class ConsoleLiveTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private String cookie = "";

  private static void small(Map<String, String> keys) {
    keys.keySet().removeIf(key -> key.startsWith("workbin.broker") || key.contains("queue"));
    keys.put("workbin.broker", "none");
    keys.put("workbin.spool", "memory");
    keys.put("workbin.ledger", "memory");
    keys.put("workbin.dead-letters", "file:{{workbin.data}}/dead-letters?fileName=placements");
    keys.put("workbin.stop-timeout", "60s");
    keys.put("console.every", "250ms");
  }

  private HttpRequest.Builder request(ProductRig product, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort + path));
  }

  private HttpResponse<String> get(ProductRig product, String path) throws Exception {
    return http.send(request(product, path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> poll(ProductRig product, Object message)
      throws Exception {
    HttpRequest.Builder request =
        request(product, "/console/live")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(List.of(message))));
    if (!cookie.isEmpty()) {
      request.header("Cookie", "other=1; " + cookie);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode say(ProductRig product, Map<String, ?> message) throws Exception {
    HttpResponse<String> answer = poll(product, message).get();
    answer
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(
            set -> {
              assertThat(set).endsWith("; Path=/console/live; HttpOnly; SameSite=Strict");
              cookie = set.substring(0, set.indexOf(';'));
            });
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return JSON.readTree(answer.body());
  }

  private Map<String, Object> handshake(String token) {
    return Map.of(
        "channel",
        "/meta/handshake",
        "version",
        "1.0",
        "supportedConnectionTypes",
        List.of("long-polling"),
        "ext",
        Map.of("token", token),
        "id",
        "1");
  }

  @Test
  void isOpenedByThoseWhoAskAndTellsNumbersAlone() throws Exception {
    CompletableFuture<HttpResponse<String>> waiting;
    long stopped;
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      ProductRig product = new ProductRig(gws, folder, ConsoleLiveTest::small);
      try {
        // Given
        HttpResponse<String> early = poll(product, handshake("x")).get();
        assertThat(early.statusCode()).isEqualTo(503);
        assertThat(early.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode access = JSON.readTree(get(product, "/console/api/live").body());
        String token = access.get("token").asText();
        assertThat(token).hasSizeGreaterThan(40);
        // When / Then
        assertThat(say(product, handshake("wrong")).get(0).get("error").asText())
            .startsWith("403::");
        JsonNode hands = say(product, handshake(token)).get(0);
        assertThat(hands.get("successful").asBoolean()).isTrue();
        String client = hands.get("clientId").asText();
        assertThat(subscribe(product, client, "/notifications")).isFalse();
        assertThat(subscribe(product, client, "/**")).isFalse();
        assertThat(subscribe(product, client, "/console/flow")).isTrue();
        JsonNode published =
            say(product, Map.of("channel", "/console/flow", "clientId", client, "data", "forged"));
        // figures may come in the same answer
        assertThat(published.findValues("successful"))
            .extracting(JsonNode::asBoolean)
            .containsExactly(false);
        // When
        JsonNode flow = awaitFlow(product, client);
        // Then
        assertThat(flow.get("placements").get("CONFIRMED").isNumber()).isTrue();
        assertThat(names(flow)).containsExactly("at", "placements", "intakes", "sinks", "health");
        assertThat(names(flow.at("/sinks/0")))
            .containsExactly("name", "waiting", "deadLetters", "held", "deliveries");
        assertThat(names(flow.at("/health/0"))).containsExactly("id", "state");
        // When
        assertThat(subscribe(product, client, "/console/flow", "unsubscribe")).isTrue();
        drain(product, client);
        waiting = poll(product, connect(client));
        await().during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
        stopped = System.nanoTime();
      } finally {
        product.close();
      }
    }
    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(60));
    assertThat(waiting.handle((answer, cut) -> true).get()).isTrue();
  }

  private boolean subscribe(ProductRig product, String client, String channel) throws Exception {
    return subscribe(product, client, channel, "subscribe");
  }

  private boolean subscribe(ProductRig product, String client, String channel, String what)
      throws Exception {
    JsonNode answer =
        say(
            product,
            Map.of(
                "channel",
                "/meta/" + what,
                "clientId",
                client,
                "subscription",
                channel,
                "id",
                "2"));
    for (JsonNode message : answer) {
      if (message.get("channel").asText().equals("/meta/" + what)) {
        return message.get("successful").asBoolean();
      }
    }
    throw new AssertionError(answer);
  }

  private static Map<String, Object> connect(String client) {
    return Map.of(
        "channel",
        "/meta/connect",
        "clientId",
        client,
        "connectionType",
        "long-polling",
        "id",
        "3");
  }

  private JsonNode awaitFlow(ProductRig product, String client) throws Exception {
    for (int i = 0; i < 20; i++) {
      for (JsonNode message : say(product, connect(client))) {
        if (message.get("channel").asText().equals("/console/flow")) {
          assertThat(message.has("ext")).isFalse();
          return message.get("data");
        }
      }
    }
    throw new AssertionError("no figures came");
  }

  /** What was still queued for it. */
  private void drain(ProductRig product, String client) throws Exception {
    say(
        product,
        Map.of(
            "channel",
            "/meta/connect",
            "clientId",
            client,
            "connectionType",
            "long-polling",
            "advice",
            Map.of("timeout", 0),
            "id",
            "4"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aProductWithoutAConsoleHasNothingOfIt() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  small(keys);
                  keys.put("console.enabled", "false");
                })) {
      // When / Then
      for (String path :
          List.of("/console", "/console/", "/console/main.js", "/console/api/overview")) {
        assertThat(get(product, path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(poll(product, handshake("x")).get().statusCode()).isEqualTo(404);
      assertThat(get(product, "/placements").statusCode()).isEqualTo(200);
    }
  }
}
