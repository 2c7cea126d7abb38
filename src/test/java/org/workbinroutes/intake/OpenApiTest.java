package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.component.http.HttpComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ops.config.ApiKey;
import org.workbinroutes.ops.http.HttpServerSettings.Limits;
import org.workbinroutes.ops.http.HttpServerSettings.Logins;
import org.workbinroutes.simulator.Fault;
import org.workbinroutes.simulator.SeedData;
import org.workbinroutes.simulator.SimulatorServer;

/**
 * The OpenAPI document tells the truth: every answer it names is produced here by the real server
 * and is as its schema says, and no other answer is.
 */
class OpenApiTest {
  private static final String JSON = "Content-Type: application/json";
  private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;
  private final Set<String> produced = new HashSet<>();
  private IntakeContext intake;
  private RawHttp http;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    intake = new IntakeContext();
    http = intake.serve(HttpSettings.standard(folder));
    intake.load("pull.camel.yaml");
  }

  @AfterEach
  void stop() {
    intake.close();
  }

  @Test
  void theDocumentIsOneOfOpenApi31() throws Exception {
    // Given
    intake.context.start();
    // When
    document = http.get("/openapi.json").json();
    // Then
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
    assertThat(document.at("/info/title").asText()).isNotBlank();
    assertThat(document.at("/info/version").asText()).isNotBlank();
    Set<String> operationIds = new HashSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path -> {
              assertThat(path.getKey()).startsWith("/");
              operations(path.getValue())
                  .forEach(
                      (method, operation) -> {
                        String id = operation.path("operationId").asText();
                        assertThat(operationIds.add(id)).as("operationId " + id).isTrue();
                        Set<String> named = new TreeSet<>();
                        for (JsonNode holder : List.of(path.getValue(), operation)) {
                          holder
                              .path("parameters")
                              .forEach(
                                  parameter -> {
                                    assertThat(parameter.get("in").asText())
                                        .isIn("query", "header", "path");
                                    assertThat(parameter.has("schema")).isTrue();
                                    if (parameter.get("in").asText().equals("path")) {
                                      assertThat(parameter.get("required").asBoolean()).isTrue();
                                      named.add("{" + parameter.get("name").asText() + "}");
                                    }
                                  });
                        }
                        Set<String> inPath = new TreeSet<>();
                        for (String segment : path.getKey().split("/", -1)) {
                          if (segment.startsWith("{")) {
                            inPath.add(segment);
                          }
                        }
                        assertThat(named).isEqualTo(inPath);
                        assertThat(operation.get("responses")).isNotEmpty();
                        operation
                            .get("responses")
                            .properties()
                            .forEach(
                                response -> {
                                  assertThat(response.getKey()).matches("[1-5]\\d\\d");
                                  assertThat(response.getValue().has("description")).isTrue();
                                });
                      });
            });
    references(document)
        .forEach(
            reference -> {
              // within the placement request's own schema references start at that schema
              String base =
                  reference.startsWith("#/$defs/") ? "/components/schemas/PlacementRequest" : "";
              assertThat(document.at(base + reference.substring(1)).isMissingNode())
                  .as(reference)
                  .isFalse();
            });
    document
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(name -> schema("/components/schemas/" + name).initializeValidators());
    // it says what the parser takes
    assertThat(
            schema("/components/schemas/PlacementRequest")
                .validate(
                    MAPPER.readTree("{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}")))
        .isEmpty();
    assertThat(
            schema("/components/schemas/PlacementRequest")
                .validate(MAPPER.readTree("{\"workbinId\":\"w\",\"id\":\"i\"}")))
        .isNotEmpty();
  }

  @Test
  void everyAnswerItNamesIsGivenAndIsAsItSays() throws Exception {
    try (SimulatorServer gws = SimulatorServer.builder().start()) {
      useSimulator(gws);
      intake.context.start();
      document = http.get("/openapi.json").json();

      placements();
      pulls(gws);
      listsAndBatches();
      tooSlow();
      logins();
      rates();
      notReady();

      Set<String> documented = new TreeSet<>();
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  operations(path.getValue())
                      .forEach(
                          (method, operation) ->
                              operation
                                  .get("responses")
                                  .fieldNames()
                                  .forEachRemaining(
                                      status ->
                                          documented.add(
                                              method + " " + path.getKey() + " " + status))));
      assertThat(new TreeSet<>(produced)).isEqualTo(documented);
    }
  }

  private void placements() throws Exception {
    check("post", "/placements", post("", record("r1", "i1"), JSON), 200);
    check("post", "/placements", post("?wait=none", record("r2", "i2"), JSON), 202);
    check("post", "/placements", post("", "[" + record("r3", "i3") + ",{}]", JSON), 202);
    check("post", "/placements", post("", "{}", JSON), 400);
    check("post", "/placements", post("?x=y", record("r4", "i4"), JSON), 400);
    check(
        "post", "/placements", post("", record("r4", "i4"), JSON + "\r\nIdempotency-Key: \t"), 400);
    check("post", "/placements", post("", "[{},{}]", JSON), 400);
    check("post", "/placements", post("", record("r1", "other"), JSON), 409);
    check("post", "/placements", post("", "x".repeat(300_000), JSON), 413);
    check("post", "/placements", post("", record("r4", "i4"), "X: y"), 415);
    check("post", "/placements", post("", record("refused", "refuse-me"), JSON), 422);
    check("post", "/placements", post("", record("failed", "fail-me"), JSON), 502);

    String one = "/placements/{requestId}";
    check("get", one, http.get("/placements/r1"), 200);
    check("get", one, http.get("/placements/refused"), 200);
    check("get", one, http.get("/placements/r1?x=y"), 400);
    check("get", one, http.get("/placements/none"), 404);

    String retry = one + "/retry";
    check("post", retry, http.post("/placements/failed/retry", ""), 202);
    check("post", retry, http.post("/placements/failed/retry?x=y", ""), 400);
    check("post", retry, http.post("/placements/none/retry", ""), 404);
    check("post", retry, http.post("/placements/r1/retry", ""), 409);

    check("post", "/replays", http.post("/replays", "{}", JSON), 202);
    check("post", "/replays", http.post("/replays", "[]", JSON), 400);
    check("post", "/replays", http.post("/replays", " ".repeat(2 << 20), JSON), 413);
    check("post", "/replays", http.post("/replays", "{}"), 415);
  }

  private void pulls(SimulatorServer gws) throws Exception {
    String one = "/placements/{requestId}";
    var bin = SeedData.AGENT_GROUP_BIN;
    for (String id : List.of("p1", "p2", "p3")) {
      http.postJson(
          "{\"requestId\":\"%s\",\"workbinId\":\"%s\",\"agentGroup\":\"%s\",\"id\":\"%s\"}"
              .formatted(id, bin.workbinId(), bin.group(), id));
    }
    check("delete", one, http.send("DELETE", "/placements/p1", new byte[0]), 200);
    check("delete", one, http.send("DELETE", "/placements/p1", new byte[0]), 200);
    check("delete", one, http.send("DELETE", "/placements/p1?x", new byte[0]), 400);
    check("delete", one, http.send("DELETE", "/placements/none", new byte[0]), 404);
    check("delete", one, http.send("DELETE", "/placements/refused", new byte[0]), 409);
    // nothing was put into the workbin, so that GWS' refusals need it to be there
    addTo(gws, "p2");
    gws.faults().onRest(Fault.statusCode(3).forOperation("PullInteraction"), 1);
    check("delete", one, http.send("DELETE", "/placements/p2", new byte[0]), 422);
    gws.faults().onRest(Fault.httpStatus(503).forOperation("PullInteraction"), 1);
    check("delete", one, http.send("DELETE", "/placements/p3", new byte[0]), 503);
  }

  private void addTo(SimulatorServer gws, String interactionId) {
    var bin = SeedData.AGENT_GROUP_BIN;
    intake
        .context
        .createProducerTemplate()
        .requestBody(
            AnsweringGws.OTHERS + ":add",
            Map.of("workbinId", bin.workbinId(), "agentGroup", bin.group(), "id", interactionId));
    assertThat(gws.contents(bin)).contains(interactionId);
  }

  private void listsAndBatches() throws Exception {
    check("get", "/placements", http.get("/placements?limit=2"), 200);
    check("get", "/placements", http.get("/placements?limit=none"), 400);
    http.post("/placements", "[" + record("b1", "i") + "]", JSON, "Idempotency-Key: batch");
    check("get", "/batches/{batchId}", http.get("/batches/batch"), 200);
    check("get", "/batches/{batchId}", http.get("/batches/batch?x=y"), 400);
    check("get", "/batches/{batchId}", http.get("/batches/none"), 404);
    check("get", "/openapi.json", http.get("/openapi.json"), 200);
    check("get", "/openapi.json", http.get("/openapi.json?x=y"), 400);
    check("post", "/placements", post("", record("broken", "break-me"), JSON), 503);
  }

  private void tooSlow() throws Exception {
    Limits l = HttpSettings.LIMITS;
    Limits impatient =
        new Limits(
            l.maxBody(), l.maxBatch(), l.maxConnections(), 0, 0, l.idle(), Duration.ofMillis(100));
    try (IntakeContext own = new IntakeContext()) {
      RawHttp server =
          own.serve(HttpSettings.with(folder.resolve("slow"), impatient, Logins.none()));
      own.context.start();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), own.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST /placements HTTP/1.1\r\nHost: a\r\n" + JSON + "\r\nContent-Length: 99\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII));
        check("post", "/placements", new Answer(socket.getInputStream().readAllBytes()), 408);
      }
      assertThat(server.get("/openapi.json").status).isEqualTo(200);
    }
  }

  private void logins() throws Exception {
    String reader = ApiKey.generate(new SecureRandom());
    Logins logins =
        new Logins(List.of(ApiKey.parse("reader:" + ApiKey.hashOf(reader) + ":read")), null);
    try (IntakeContext own = new IntakeContext()) {
      RawHttp server =
          own.serve(HttpSettings.with(folder.resolve("login"), HttpSettings.LIMITS, logins));
      own.context.start();
      for (Operation each : operations()) {
        check(each.method, each.path, each.call(server), 401);
        if (!each.method.equals("get")) {
          check(each.method, each.path, each.call(server, "X-API-Key: " + reader), 403);
        }
      }
    }
  }

  private void rates() throws Exception {
    Limits l = HttpSettings.LIMITS;
    Limits limited =
        new Limits(l.maxBody(), l.maxBatch(), l.maxConnections(), 0, 1, l.idle(), l.body());
    try (IntakeContext own = new IntakeContext()) {
      RawHttp server = own.serve(HttpSettings.with(folder.resolve("rate"), limited, Logins.none()));
      own.context.start();
      for (Operation each : operations()) {
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(() -> each.call(server), answer -> answer.status == 429);
        await()
            .pollInterval(Duration.ofMillis(1))
            .untilAsserted(() -> check(each.method, each.path, each.call(server), 429));
      }
    }
  }

  private void notReady() throws Exception {
    try (IntakeContext own = new IntakeContext()) {
      RawHttp server = own.serve(HttpSettings.standard(folder.resolve("starting")));
      for (Operation each : operations()) {
        check(each.method, each.path, each.call(server), 503);
      }
    }
  }

  /** An answer of the server must be one that is documented, and like that. */
  private void check(String method, String path, Answer answer, int status) throws IOException {
    assertThat(answer.status).as(method + " " + path + ": " + answer.body).isEqualTo(status);
    String key = path.replace("~", "~0").replace("/", "~1");
    String place = "/paths/" + key + "/" + method + "/responses/" + status;
    JsonNode response = document.at(place);
    assertThat(response.isMissingNode()).as(method + " " + path + " " + status).isFalse();
    String type = answer.header("Content-Type");
    assertThat(response.get("content").has(type)).as(type + " of " + place).isTrue();
    String schema = place + "/content/" + type.replace("/", "~1") + "/schema";
    assertThat(schema(schema).validate(answer.json())).as(place + ": " + answer.body).isEmpty();
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            header -> {
              boolean always = !header.equals("Preference-Applied");
              assertThat(answer.header(header) != null || !always)
                  .as(header + " of " + place)
                  .isTrue();
            });
    if (status >= 400) {
      assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    }
    produced.add(method + " " + path + " " + status);
  }

  private Schema schema(String pointer) {
    ObjectNode whole = document.deepCopy();
    whole.put("$ref", "#" + pointer);
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry ->
                registry
                    .schemaLoader(loader -> loader.block(everything -> true))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(whole);
  }

  private Answer post(String query, String body, String header) throws IOException {
    return http.post("/placements" + query, body, header);
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"%s\"}"
        .formatted(requestId, interactionId);
  }

  private void useSimulator(SimulatorServer gws) {
    GwsComponent component = new GwsComponent();
    component.getConfiguration().setUrl(gws.url());
    component.getConfiguration().setUsername("agent");
    component.getConfiguration().setPassword("secret");
    intake.context.addComponent("http", new HttpComponent());
    intake.context.addComponent(AnsweringGws.OTHERS, component);
  }

  private record Operation(String method, String path) {
    Answer call(RawHttp server, String... headers) throws IOException {
      return server.send(
          method.toUpperCase(Locale.ROOT),
          path.replace("{requestId}", "r1").replace("{batchId}", "b1"),
          new byte[0],
          headers);
    }
  }

  private List<Operation> operations() {
    return document.get("paths").properties().stream()
        .flatMap(
            path ->
                operations(path.getValue()).keySet().stream()
                    .map(method -> new Operation(method, path.getKey())))
        .toList();
  }

  private static Map<String, JsonNode> operations(JsonNode path) {
    return path.properties().stream()
        .filter(entry -> METHODS.contains(entry.getKey()))
        .collect(Collectors.toMap(entry -> entry.getKey(), entry -> entry.getValue()));
  }

  private static Set<String> references(JsonNode node) {
    Set<String> all = new TreeSet<>();
    node.findValues("$ref").forEach(reference -> all.add(reference.asText()));
    return all;
  }
}
