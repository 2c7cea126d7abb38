package org.workbinroutes.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.workbinroutes.net.FreePort;
import org.workbinroutes.ops.Application;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.routes.RouteSource;
import org.workbinroutes.ops.wiring.Product;
import org.workbinroutes.simulator.SimulatorServer;

/** The whole product in this process, as configured by a file, against a simulator. */
final class ProductRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  final int httpPort = FreePort.next();
  final int brokerPort = FreePort.next();
  final Path data;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Application application;
  private final Thread thread;

  ProductRig(SimulatorServer gws, Path folder, Consumer<Map<String, String>> more)
      throws Exception {
    this.data = folder.resolve("data");
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("gws.url", gws.url());
    keys.put("gws.username", "agent");
    keys.put("gws.password", "secret");
    keys.put("workbin.data", data.toString());
    keys.put("workbin.broker.port", String.valueOf(brokerPort));
    keys.put("workbin.broker.username", "tester");
    keys.put("workbin.broker.password", "t3st");
    keys.put("http.port", String.valueOf(httpPort));
    keys.put("camel.routeTemplate[placements-queue].templateId", "jms-intake");
    keys.put("camel.routeTemplate[inbox].templateId", "file-intake");
    keys.put("camel.routeTemplate[inbox].minAge", "100");
    keys.put("camel.routeTemplate[audit].templateId", "sink");
    keys.put("camel.routeTemplate[audit].to", "ndjson:{{workbin.data}}/sinks/audit.ndjson");
    more.accept(keys);
    Path file = Files.createDirectories(folder.resolve("config")).resolve("application.properties");
    Files.writeString(
        file,
        keys.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining("\n")));
    Configuration configuration =
        ConfigurationLoader.ofProcess(Catalogue.standard()).load(file, Map.of(), folder);
    this.application =
        Product.of(configuration, RouteSource.folder(Path.of("routes")), System.nanoTime());
    this.thread =
        new Thread(
            () -> {
              try {
                application.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            },
            "product");
    thread.start();
    assertThat(application.awaitReady(180, TimeUnit.SECONDS)).as("the product is ready").isTrue();
  }

  /** Puts a file into the drop folder in one step, so that it is never seen half-written. */
  void drop(String name, String content) throws IOException {
    Path inbox = Files.createDirectories(data.resolve("inbox"));
    Path elsewhere = Files.writeString(data.resolve(name + ".tmp"), content);
    Files.move(elsewhere, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Sends a text message to the placements queue, from outside. */
  void sendJms(String text) throws Exception {
    sendJms(text, Map.of());
  }

  /** Sends a text message with properties to the placements queue, from outside. */
  void sendJms(String text, Map<String, Object> properties) throws Exception {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort, "tester", "t3st");
        JMSContext context = ((ConnectionFactory) factory).createContext()) {
      var message = context.createTextMessage(text);
      for (Map.Entry<String, Object> property : properties.entrySet()) {
        message.setObjectProperty(property.getKey(), property.getValue());
      }
      context.createProducer().send(context.createQueue("workbin.placements"), message);
    }
  }

  HttpResponse<String> post(String json, String... headers) throws Exception {
    return postTo("/placements", json, headers);
  }

  HttpResponse<String> postTo(String path, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> delete(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).DELETE().build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonNode placement(String requestId) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("/placements/" + requestId)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(answer.body());
  }

  void awaitConfirmed(String requestId) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(placement(requestId).path("state").asText()).isEqualTo("CONFIRMED"));
  }

  /** What the audit sink has got so far. */
  List<JsonNode> audit() {
    List<JsonNode> lines = new ArrayList<>();
    Path file = data.resolve("sinks/audit.ndjson");
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          lines.add(JSON.readTree(line));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return lines;
  }

  /** The first ItemAdded the audit sink got for an interaction, once it has got it. */
  JsonNode awaitItemAdded(String interactionId) {
    return await().atMost(PATIENCE).until(() -> itemAdded(interactionId), found -> found != null);
  }

  private JsonNode itemAdded(String interactionId) {
    return audit().stream()
        .filter(n -> "ItemAdded".equals(n.path("action").asText()))
        .filter(
            n ->
                n.properties().stream()
                    .filter(field -> field.getKey().endsWith("StateResourceV2"))
                    .anyMatch(field -> interactionId.equals(field.getValue().path("id").asText())))
        .findFirst()
        .orElse(null);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + httpPort + path);
  }

  @Override
  public void close() {
    application.stop();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> application.awaitEnd(1, TimeUnit.SECONDS) && !thread.isAlive());
  }
}
