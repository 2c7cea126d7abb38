package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.cli.WorkbinRoutes;
import org.workbinroutes.simulator.SimulatorServer;
import picocli.CommandLine;

/** What the sinks could not be given, over HTTP and from the command line, in the whole product. */
@Timeout(120)
class SinkDeskTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final AtomicBoolean down = new AtomicBoolean();
  private HttpServer receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean taken = !down.get();
          if (taken) {
            received.add(JSON.readTree(body).path("chatStateResourceV2").path("id").asText());
          }
          exchange.sendResponseHeaders(taken ? 204 : 500, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private void crm(Map<String, String> keys, String spool) {
    keys.put("camel.routeTemplate[crm].templateId", "sink");
    keys.put(
        "camel.routeTemplate[crm].to",
        "webhook:http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
    keys.put("camel.routeTemplate[crm].retries", "0");
    keys.put("camel.routeTemplate[crm].when", "media=chat");
    keys.put("workbin.spool", spool);
    if (spool.equals("memory")) {
      withoutBroker(keys);
    }
  }

  private static void withoutBroker(Map<String, String> keys) {
    keys.keySet().removeIf(key -> key.startsWith("workbin.broker") || key.contains("queue"));
    keys.put("workbin.broker", "none");
    keys.put(
        "workbin.dead-letters",
        "file:{{workbin.data}}/dead-letters?fileName=placements.ndjson&fileExist=Append&appendChars=%0A");
  }

  private static Map<String, Object> chat(String id, int workbin) {
    return Map.of(
        "messageType",
        "WorkbinStateChangeMessage",
        "action",
        "ItemAdded",
        "id",
        "bin-" + workbin,
        "agentGroup",
        "Crew",
        "chatStateResourceV2",
        Map.of("id", id, "userData", Map.of("name", "Mary Poppins")));
  }

  private static void awaitHearing(SimulatorServer gws, ProductRig product) {
    await()
        .atMost(ProductRig.PATIENCE)
        .until(
            () -> {
              gws.publish(Map.of("messageType", "Probe"));
              return !product.audit().isEmpty();
            });
  }

  private HttpResponse<String> ask(ProductRig product, String method, String path)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode sink(ProductRig product, String name) throws Exception {
    for (JsonNode sink : JSON.readTree(ask(product, "GET", "/sinks").body()).path("sinks")) {
      if (sink.path("name").asText().equals(name)) {
        return sink;
      }
    }
    throw new AssertionError("no sink " + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"broker", "memory"})
  void deadLettersAreShownPutBackForThatSinkAloneAndThrownAway(String spool) throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, keys -> crm(keys, spool))) {
      awaitHearing(gws, product);
      down.set(true);
      List<String> ids = IntStream.range(0, 12).mapToObj(i -> "I" + i).toList();
      // When
      for (int i = 0; i < ids.size(); i++) {
        gws.publish(chat(ids.get(i), 0));
      }
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> sink(product, "crm").path("deadLetters").asInt() == ids.size());
      // Then
      HttpResponse<String> shown = ask(product, "GET", "/sinks/crm/dead-letters?limit=10");
      assertThat(shown.statusCode()).isEqualTo(200);
      assertThat(shown.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(shown.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(shown.body()).doesNotContain("Mary", "Poppins", "userData");
      JsonNode letters = JSON.readTree(shown.body()).path("letters");
      assertThat(letters).hasSize(10);
      assertThat(letters.get(0).path("interactionId").asText()).isEqualTo("I0");
      assertThat(letters.get(0).path("workbin").asText()).isEqualTo("bin-0@agentGroup:Crew");
      assertThat(letters.get(0).path("reason").asText()).isEqualTo("HTTP status 500");
      assertThat(letters.get(0).path("action").asText()).isEqualTo("ItemAdded");
      // When
      down.set(false);
      HttpResponse<String> replayed = ask(product, "POST", "/sinks/crm/dead-letters/replay");
      // Then
      assertThat(replayed.body()).isEqualTo("{\"sink\":\"crm\",\"replayed\":12}");
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(() -> assertThat(received).containsExactlyElementsOf(ids));
      assertThat(sink(product, "crm").path("deadLetters").asInt()).isZero();
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> sink(product, "crm").path("depth").asInt() == 0);
      assertThat(product.audit())
          .filteredOn(n -> n.path("chatStateResourceV2").path("id").asText().equals("I0"))
          .hasSize(1);
      // When
      down.set(true);
      gws.publish(chat("I12", 1));
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> sink(product, "crm").path("deadLetters").asInt() == 1);
      HttpResponse<String> purged = ask(product, "DELETE", "/sinks/crm/dead-letters");
      // Then
      assertThat(purged.body()).isEqualTo("{\"sink\":\"crm\",\"purged\":1}");
      assertThat(sink(product, "crm").path("deadLetters").asInt()).isZero();
    }
  }

  @Test
  void whatIsNotThereOrNotAskedForIsRefused() throws Exception {
    // Given
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product = new ProductRig(gws, folder, keys -> crm(keys, "broker"))) {
      // When
      HttpResponse<String> unknown = ask(product, "GET", "/sinks/nobody/dead-letters");
      // Then
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(unknown.body()).contains("unknown-sink").doesNotContain("nobody");
      assertThat(ask(product, "GET", "/sinks?x=1").statusCode()).isEqualTo(400);
      assertThat(ask(product, "GET", "/sinks/crm/dead-letters?limit=0").statusCode())
          .isEqualTo(400);
      assertThat(ask(product, "GET", "/sinks/crm/dead-letters?limit=1001").statusCode())
          .isEqualTo(400);
      assertThat(ask(product, "POST", "/sinks/crm/resume").statusCode()).isEqualTo(409);
    }
  }

  @Test
  void aSinkIsHeldAtWhatItCannotDeliverAndGoesOnWhenAsked() throws Exception {
    // Given
    int port = FreePort.next();
    try (SimulatorServer gws = SimulatorServer.builder().start();
        ProductRig product =
            new ProductRig(
                gws,
                folder,
                keys -> {
                  crm(keys, "broker");
                  keys.put("camel.routeTemplate[crm].onFailure", "hold");
                  keys.put("management.port", Integer.toString(port));
                })) {
      awaitHearing(gws, product);
      down.set(true);
      // When
      List<String> ids = IntStream.range(0, 5).mapToObj(i -> "I" + i).toList();
      ids.forEach(id -> gws.publish(chat(id, 0)));
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> sink(product, "crm").path("held").asText().equals("HTTP status 500"));
      // Then
      await()
          .atMost(ProductRig.PATIENCE)
          .until(() -> sink(product, "crm").path("depth").asInt() == ids.size());
      assertThat(sink(product, "crm").path("deadLetters").asInt()).isZero();
      HttpResponse<String> health =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("\"spool\"").contains("sink crm is held");
      HttpResponse<String> metrics =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(metrics.body())
          .contains("workbin_spool_depth{sink=\"crm\"} 5.0")
          .contains("workbin_sink_held{sink=\"crm\"} 1.0");
      // When
      down.set(false);
      assertThat(command(product, "resume", "crm")).contains("Sink crm goes on");
      // Then
      await()
          .atMost(ProductRig.PATIENCE)
          .untilAsserted(() -> assertThat(received).containsExactlyElementsOf(ids));
      assertThat(command(product, "list").lines())
          .first()
          .asString()
          .matches("SINK +WAITING +DEAD LETTERS +HELD");
      assertThat(command(product, "list").lines())
          .anySatisfy(line -> assertThat(line).matches("crm +0 +0 +-"));
      assertThat(command(product, "list", "--json")).contains("\"name\":\"crm\"", "\"held\":null");
      assertThat(command(product, "show", "crm")).contains("0 of 0 dead letters of sink crm");
      assertThat(command(product, "show", "crm", "--json")).contains("\"letters\":[]");
      assertThat(command(product, "replay", "crm")).contains("0 dead letters put back");
      assertThat(command(product, "replay", "crm", "--json")).contains("\"replayed\":0");
      assertThat(command(product, "purge", "crm", "--yes")).contains("0 dead letters of sink crm");
    }
  }

  private static String command(ProductRig product, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = WorkbinRoutes.commandLine().setOut(new PrintWriter(out));
    String[] all = new String[arguments.length + 3];
    all[0] = "dead-letters";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--url";
    all[all.length - 1] = "http://127.0.0.1:" + product.httpPort;
    assertThat(line.execute(all)).isZero();
    return out.toString();
  }
}
