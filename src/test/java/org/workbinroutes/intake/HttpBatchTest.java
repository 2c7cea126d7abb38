package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ledger.InLedger;
import org.workbinroutes.placement.Batch;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;

/** Many requests in one POST. */
class HttpBatchTest {
  private static final String LINES = "Content-Type: application/x-ndjson";
  private static final String ARRAY = "Content-Type: application/json";

  @TempDir private static Path folder;
  private static IntakeContext intake;
  private static RawHttp http;

  private final String id = "b-" + UUID.randomUUID();
  private final String key = "Idempotency-Key: " + id;

  @BeforeAll
  static void start() throws Exception {
    intake = new IntakeContext();
    http = intake.serve(HttpSettings.standard(folder));
    intake.context.start();
  }

  @AfterAll
  static void stop() {
    intake.close();
  }

  @ParameterizedTest
  @CsvSource({"array", "lines"})
  void isTakenInAndPlacedInTheBackground(String form) throws Exception {
    // When
    Answer answer = post(form, records(500));
    // Then
    assertThat(answer.status).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo("/batches/" + id);
    JsonNode batch = answer.json();
    assertThat(batch.get("total").asInt()).isEqualTo(500);
    assertThat(batch.get("entered").asInt()).isEqualTo(500);
    assertThat(batch.get("known").asInt()).isZero();
    assertThat(batch.get("refused").asInt()).isZero();
    // all of it is safe with the answer
    assertThat(intake.ledger.find(id + "~500")).isPresent();
    await()
        .untilAsserted(
            () ->
                assertThat(http.get("/batches/" + id).json().at("/states/ACCEPTED").asInt())
                    .isEqualTo(500));
    assertThat(http.get("/placements/" + id + "~7").json().get("source").asText())
        .isEqualTo("http:" + id + "#7");
    assertThat(placed()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void theSameBatchAgainIsTheSameBatchAndPlacesNothingTwice() throws Exception {
    // Given
    Answer first = post("lines", records(20));
    await().until(() -> placed().size() == 20);
    // When
    Answer again = post("lines", records(20));
    // Then
    assertThat(again.status).isEqualTo(202);
    assertThat(again.body).isEqualTo(first.body);
    assertThat(placed()).hasSize(20);
  }

  @Test
  void anotherBatchWithTheSameKeyIsRefused() throws Exception {
    // Given
    post("lines", records(3));
    // When
    Answer other = post("lines", records(4));
    // Then
    assertProblem(other, 409, "conflict");
    assertThat(http.get("/batches/" + id).json().get("total").asInt()).isEqualTo(3);
  }

  @Test
  void aBatchThatWasCutOffWhileItWasEnteredGoesOn() throws Exception {
    // Given: as a crash leaves it, without its last line
    PlacementRequestParser parser = new PlacementRequestParser();
    List<String> records = records(10);
    for (int i = 1; i <= 4; i++) {
      int position = i;
      PlacementRequest request =
          parser.parse(records.get(i - 1).getBytes(UTF_8), () -> id + "~" + position);
      intake.ledger.receive(request, Batch.source(id, i), Ledger.Mode.QUEUE).get();
    }
    assertThat(http.get("/batches/" + id).status).isEqualTo(404);
    // When
    Answer again = post("lines", records);
    // Then
    assertThat(again.json().get("entered").asInt()).isEqualTo(10);
    assertThat(again.json().get("known").asInt()).isZero();
    await().until(() -> placed().size() == 10);
    assertThat(placed()).extracting(PlacementRequest::requestId).doesNotHaveDuplicates();
  }

  @Test
  void whatIsWrongIsNamedAndSpoilsNothingElse() throws Exception {
    // Given
    InLedger.receive(
        intake.ledger,
        new PlacementRequestParser()
            .parse(record("used-" + id, "other").getBytes(UTF_8), () -> "x"),
        "test");
    InLedger.receive(
        intake.ledger,
        new PlacementRequestParser().parse(record("known-" + id, "i1").getBytes(UTF_8), () -> "x"),
        "test");
    String batch =
        String.join(
            "\n",
            "\uFEFF" + record(id + "-1", "i1"),
            "",
            "{\"workbinid\":\"SECRET\"}",
            "not json\r",
            record("used-" + id, "i1"),
            record("known-" + id, "i1"),
            record(id + "-1", "i1"),
            "{\"a\":\"" + "x".repeat(300_000) + "\"}",
            "{\"a\":\"\\ud800\",\"a\":NaN}",
            record(id + "-2", "i2") + "\r",
            "");
    // When
    Answer answer = http.post("/placements", batch, LINES, key);
    // Then
    assertThat(answer.status).isEqualTo(202);
    JsonNode json = answer.json();
    assertThat(json.get("total").asInt()).isEqualTo(9);
    assertThat(json.get("entered").asInt()).isEqualTo(2);
    assertThat(json.get("known").asInt()).isEqualTo(2);
    assertThat(json.get("refused").asInt()).isEqualTo(5);
    assertThat(json.get("refusals").findValuesAsText("line"))
        .containsExactly("3", "4", "5", "8", "9");
    assertThat(json.get("refusals").findValuesAsText("position"))
        .containsExactly("2", "3", "4", "7", "8");
    assertThat(json.get("refusals").findValuesAsText("reason"))
        .containsExactly("INVALID", "MALFORMED", "CONFLICT", "TOO_LARGE", "MALFORMED");
    assertThat(json.at("/refusals/0/errors").findValuesAsText("pointer")).contains("/workbinId");
    assertThat(answer.body).doesNotContain("SECRET");
    assertThat(http.get("/batches/" + id).json().get("refusals")).isEqualTo(json.get("refusals"));
  }

  @Test
  void onlySoManyRefusalsAreNamedAndAllAreCounted() throws Exception {
    // Given
    String broken =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "{\"x\":" + i + "}")
            .collect(Collectors.joining("\n"));
    // When
    Answer answer = http.post("/placements", broken + "\n" + record("good-" + id, "i"), LINES, key);
    // Then
    assertThat(answer.json().get("refused").asInt()).isEqualTo(3_000);
    assertThat(answer.json().get("refusals")).hasSize(100);
    assertThat(answer.json().get("entered").asInt()).isEqualTo(1);
  }

  @Test
  void aBatchWithoutAGoodRecordIsNone() throws Exception {
    // When
    Answer answer = http.post("/placements", "[{},{\"a\":1}]", ARRAY, key);
    // Then
    assertProblem(answer, 400, "refused-batch");
    assertThat(answer.json().get("refusals")).hasSize(2);
    assertThat(http.get("/batches/" + id).status).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[                  | malformed-request",
        "[]                 | malformed-request",
        "[{},               | malformed-request",
        "[{}] x             | malformed-request",
        "[{}][{}]           | malformed-request",
        "[{}}               | malformed-request",
        "[NaN]              | malformed-request",
        "[1,2,3]            | refused-batch",
        "[[],null,\"x\"]    | refused-batch"
      })
  void anArrayThatIsBrokenAnywhereEntersNothing(String body, String type) throws Exception {
    // Given
    String good = body.startsWith("[{}") ? body.replace("{}", record("no-" + id, "i")) : body;
    // When
    Answer answer = http.post("/placements", good, ARRAY, key);
    // Then
    assertProblem(answer, 400, type);
    assertThat(intake.ledger.find("no-" + id)).isEmpty();
  }

  @Test
  void depthAndLengthHaveTheirLimitsInABatchToo() throws Exception {
    // Given
    String deep = "{\"attributes\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}";
    String longText = "{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}}";
    String longNumber = "{\"attributes\":{\"a\":" + "1".repeat(150) + "}}";
    String large = "{\"attributes\":{" + "\"a\":\"xxxxxxxxxx\",".repeat(20_000) + "\"b\":1}}";
    List<String> records =
        List.of(record(id + "-1", "i"), deep, longText, longNumber, large, record(id + "-2", "i"));
    for (String form : List.of("array", "lines")) {
      // When
      String batch = id + form;
      Answer answer =
          form.equals("array")
              ? http.post(
                  "/placements",
                  "[" + String.join(",\n", records) + "]",
                  ARRAY,
                  "Idempotency-Key: " + batch)
              : http.post(
                  "/placements", String.join("\n", records), LINES, "Idempotency-Key: " + batch);
      // Then
      assertThat(answer.status).isEqualTo(202);
      assertThat(answer.json().get("entered").asInt() + answer.json().get("known").asInt())
          .isEqualTo(2);
      assertThat(answer.json().get("refusals"))
          .extracting(refusal -> refusal.get("line").asText() + refusal.get("reason").asText())
          .containsExactly("2MALFORMED", "3MALFORMED", "4MALFORMED", "5TOO_LARGE");
      assertThat(answer.json().get("refusals").get(2).toString())
          .contains("a limit is exceeded at line 4, column ");
    }
  }

  @Test
  void aByteThatIsNotUtf8CostsItsRecordAndIsNamed() throws Exception {
    // Given
    byte[] body =
        ("["
                + record(id + "-1", "i")
                + ",\n"
                + record(id + "-2", "ü")
                + ",\n"
                + record(id + "-3", "i")
                + "]")
            .getBytes(ISO_8859_1);
    // When
    Answer answer = http.post("/placements", body, ARRAY, key);
    // Then
    assertThat(answer.json().get("entered").asInt()).isEqualTo(2);
    assertThat(answer.json().get("refusals").toString()).contains("not UTF-8 at line 2, column ");
  }

  @ParameterizedTest
  @CsvSource({"/placements", "/replays"})
  void aPackedBodyIsRefusedByItsName(String path) throws Exception {
    // When
    byte[] body = FileTexts.gzip("{}".getBytes(UTF_8));
    Answer answer = http.post(path, body, ARRAY, "Content-Encoding: gzip");
    // Then
    assertProblem(answer, 415, "unsupported-media-type");
    assertThat(answer.json().get("detail").asText()).contains("unpacked", "Content-Encoding");
    assertThat(answer.json().get("errors").get(0).toString())
        .contains("\"header\":\"Content-Encoding\"", "'gzip'");
  }

  @Test
  void aBatchHasItsLargestSize() throws Exception {
    assertProblem(http.post("/placements", "x".repeat(3 << 20), LINES, key), 413, "too-large");
    assertProblem(
        http.post("/placements", "[" + "1,".repeat(500_000) + "1]", ARRAY, key), 413, "too-large");
  }

  @ParameterizedTest
  @CsvSource({"a#b", "''"})
  void aKeyThatCannotNameABatchIsRefused(String odd) throws Exception {
    assertProblem(
        http.post("/placements", record("x", "i"), LINES, "Idempotency-Key: " + odd),
        400,
        "idempotency-key");
  }

  @Test
  void aBatchWithoutAKeyGetsAnId() throws Exception {
    // When
    Answer answer = http.post("/placements", record("own-" + id, "i"), LINES);
    // Then
    String batchId = answer.json().get("batchId").asText();
    assertThat(UUID.fromString(batchId).toString()).isEqualTo(batchId);
    assertThat(http.get("/batches/" + batchId).json().get("complete").asBoolean()).isTrue();
  }

  @Test
  void otherBatchesAreNotKnown() throws Exception {
    assertProblem(http.get("/batches/unheard-of"), 404, "unknown-batch");
    assertProblem(http.get("/batches/" + id + "?x=y"), 400, "query");
  }

  @Test
  void aLedgerThatFailsIsToldAndTheBatchCanBeSentAgain() throws Exception {
    // Given
    String batch = record("a-" + id, "i") + "\n" + record("b-" + id, "break-me");
    // When
    Answer answer = http.post("/placements", batch, LINES, key);
    // Then
    assertProblem(answer, 503, "unavailable");
    assertThat(http.get("/batches/" + id).json().get("complete").asBoolean()).isFalse();
    assertThat(intake.ledger.find("a-" + id)).map(Placement::source).isPresent();
  }

  private Answer post(String form, List<String> records) throws Exception {
    return form.equals("lines")
        ? http.post("/placements", String.join("\n", records), LINES, key)
        : http.post("/placements", "[" + String.join(",\n", records) + "]", ARRAY, key);
  }

  /** What was placed of this test's batch; that of the test before may still be under way. */
  private List<PlacementRequest> placed() {
    return List.copyOf(intake.gws.requests).stream()
        .filter(request -> request.requestId().startsWith(id + "~"))
        .toList();
  }

  private static List<String> records(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(i -> "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i" + i + "\"}")
        .toList();
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"%s\"}"
        .formatted(requestId, interactionId);
  }

  private static void assertProblem(Answer answer, int status, String type) throws Exception {
    assertThat(answer.status).as(answer.body).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:workbinroutes:problem:" + type);
  }
}
