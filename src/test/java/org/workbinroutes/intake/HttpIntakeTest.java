package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.placement.PlacementRequest;

class HttpIntakeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static IntakeContext intake;
  private static RawHttp http;

  @TempDir private static Path folder;

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

  @BeforeEach
  void forget() {
    intake.gws.requests.clear();
    intake.gws.headers.clear();
  }

  @Test
  void namesTheRequestOfARefusedRecord() throws Exception {
    // When
    Answer answer = http.postJson("{\"requestId\":\"r-bad\",\"workbinId\":\"w\"}");
    // Then
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.json().get("requestId").asText()).isEqualTo("r-bad");
  }

  @Test
  void placesARequestAndSaysWhatBecameOfIt() throws Exception {
    // When
    Answer answer =
        http.postJson(
            """
            {"requestId":"http-1","workbinId":"w1","agentGroup":"G","interactionId":"i1"}\
            """);

    // Then
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.body)
        .isEqualTo("{\"requestId\":\"http-1\",\"state\":\"ACCEPTED\",\"referenceId\":16}");
    assertThat(intake.sources()).containsEntry("http-1", "http");
  }

  @Test
  void saysLaterWhatBecameOfARequest() throws Exception {
    // Given
    http.postJson(record("http-2", "refuse-me"));

    // When
    Answer answer = http.get("/placements/http-2");

    // Then
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().get("state").textValue()).isEqualTo("REJECTED");
    assertThat(answer.json().get("referenceId").isNull()).isTrue();
    assertThat(answer.json().get("lastError").textValue())
        .isEqualTo("GWS statusCode 6: Resource not found");
    assertThat(answer.json().get("attempts").intValue()).isEqualTo(1);
    assertThat(answer.json().get("source").textValue()).isEqualTo("http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ID:1-2", "a/b", "a+b", "a b", "ü客", "100%", "a?b#c", "..", "${x}{{y}}"})
  void findsARequestByAnyId(String id) throws Exception {
    // Given
    String requestId = id + UUID.randomUUID();
    http.postJson(record(requestId, "i1"));

    // When
    Answer answer =
        http.get(
            "/placements/"
                + URLEncoder.encode(requestId, StandardCharsets.UTF_8).replace("+", "%20"));

    // Then
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.json().get("requestId").textValue()).isEqualTo(requestId);
  }

  @Test
  void doesNotKnowOtherRequests() throws Exception {
    // When
    Answer answer = http.get("/placements/unheard-of");

    // Then
    assertProblem(answer, 404, "unknown-request");
    assertThat(answer.body).doesNotContain("unheard-of");
  }

  @Test
  void takesTheIdempotencyKeyForAMissingRequestId() throws Exception {
    // Given
    String body = "{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}";
    String key = UUID.randomUUID().toString();

    // When
    Answer first = http.postJson(body, "Idempotency-Key: " + key);
    Answer again = http.postJson(body, "idempotency-key: \"" + key + "\"");

    // Then
    assertThat(first.json().get("requestId").textValue()).isEqualTo(key);
    assertThat(again.body).isEqualTo(first.body);
    assertThat(intake.gws.requests).hasSize(1);
  }

  @Test
  void makesARequestIdIfThereIsNone() throws Exception {
    // When
    Answer answer = http.postJson("{\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i1\"}");

    // Then
    String requestId = answer.json().get("requestId").textValue();
    assertThat(UUID.fromString(requestId).toString()).isEqualTo(requestId);
    assertThat(http.get("/placements/" + requestId).status).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("org.workbinroutes.intake.GroupNames#all")
  void keepsGroupNamesUnharmed(String name) throws Exception {
    // When
    Answer answer =
        http.postJson(
            JSON.writeValueAsString(Map.of("workbinId", "w1", "agentGroup", name, "id", "i1")));

    // Then
    assertThat(answer.status).isEqualTo(200);
    assertThat(intake.gws.requests)
        .extracting(request -> request.workbin().group())
        .containsExactly(name);
  }

  @Test
  void namesEveryWrongField() throws Exception {
    // When
    Answer answer = http.postJson("{\"workbinid\":\"SECRET\",\"agentGroup\":7,\"id\":\"i1\"}");

    // Then
    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().get("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/workbinid", "/workbinId", "/agentGroup");
    assertThat(answer.body).contains("did you mean 'workbinId'?").doesNotContain("SECRET");
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(String what, byte[] body, String header, int status, String type) throws Exception {
    // When
    Answer answer = http.post("/placements", body, header);

    // Then
    assertProblem(answer, status, type);
    assertThat(intake.gws.requests).isEmpty();
  }

  static Stream<Arguments> refusals() {
    String json = "Content-Type: application/json";
    String good = record("never", "i1");
    return Stream.of(
        refusal("no body", "", json, 400, "malformed-request"),
        refusal("cut body", "{\"workbinId\":", json, 400, "malformed-request"),
        refusal(
            "a large record", "{\"a\":\"" + "x".repeat(300_000) + "\"}", json, 413, "too-large"),
        refusal("no type", good, "X: y", 415, "unsupported-media-type"),
        refusal("text", good, "Content-Type: text/plain", 415, "unsupported-media-type"),
        refusal(
            "a form",
            good,
            "Content-Type: application/x-www-form-urlencoded",
            415,
            "unsupported-media-type"),
        refusal(
            "a form with fields",
            "CamelHttpUri=http%3A%2F%2Fevil&Content-Type=application%2Fjson",
            "Content-Type: application/x-www-form-urlencoded",
            415,
            "unsupported-media-type"),
        refusal(
            "files",
            """
            --b\r
            Content-Disposition: form-data; name="f"; filename="../../x"\r
            \r
            x\r
            --b--\r
            """,
            "Content-Type: multipart/form-data; boundary=b",
            415,
            "unsupported-media-type"),
        refusal(
            "a Java object",
            good,
            "Content-Type: application/x-java-serialized-object",
            415,
            "unsupported-media-type"),
        refusal(
            "another charset",
            good,
            "Content-Type: application/json; charset=utf-16",
            415,
            "unsupported-media-type"),
        refusal("two types", good, json + "\r\n" + json, 415, "unsupported-media-type"),
        arguments(
            "Latin-1",
            "{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1),
            json,
            400,
            "malformed-request"),
        refusal(
            "a key with control characters",
            good,
            json + "\r\nIdempotency-Key: a\tb",
            400,
            "idempotency-key"),
        refusal(
            "a long key",
            good,
            json + "\r\nIdempotency-Key: " + "k".repeat(257),
            400,
            "idempotency-key"),
        refusal(
            "two keys",
            good,
            json + "\r\nIdempotency-Key: a\r\nIdempotency-Key: b",
            400,
            "idempotency-key"));
  }

  @ParameterizedTest
  @MethodSource("hostileRecords")
  void refusesHostileRecordsWithTheFieldAndWithoutTheValue(byte[] body, String pointer)
      throws Exception {
    // When
    Answer answer = http.post("/placements", body, "Content-Type: application/json");

    // Then
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.json().at("/errors").findValuesAsText("pointer")).contains(pointer);
    assertThat(answer.body).doesNotContain("SECRET", "Exception");
    assertThat(intake.gws.requests).isEmpty();
  }

  static Stream<Arguments> hostileRecords() {
    String rest = "\"agentGroup\":\"G\",\"id\":\"i\"}";
    Stream<Arguments> texts =
        Stream.of(
            hostile("{\"workbinId\":\"SECRET\\u0000\"," + rest, "/workbinId"),
            hostile("{\"workbinId\":\"SECRET\\n\"," + rest, "/workbinId"),
            hostile("{\"workbinId\":\"SECRET\n\"," + rest, ""),
            hostile("{\"workbinId\":\"" + "SECRET".repeat(50) + "\"," + rest, "/workbinId"),
            hostile("{\"workbinId\":\"\\ud800SECRET\"," + rest, "/workbinId"),
            hostile("{\"workbinId\":\"SECRET\",\"workbinId\":\"w\"," + rest, "/workbinId"),
            hostile("{\"workbinId\":NaN," + rest, ""),
            hostile("{\"workbinId\":1e400," + rest, "/workbinId"),
            hostile("{\"workbinId\":" + "9".repeat(101) + "," + rest, ""),
            hostile("{\"attributes\":" + "[".repeat(5_000) + "," + rest, ""),
            hostile("{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}," + rest, ""),
            hostile("{\"" + "n".repeat(300) + "\":1," + rest, ""),
            hostile("{\"workbinId\":\"w\"," + rest + "{}", ""),
            hostile("{'workbinId':'SECRET'}", ""),
            hostile("{\"workbinId\":\"SECRET\"/*c*/," + rest, ""));
    String good = record("never", "i1");
    Stream<Arguments> encodings =
        Stream.of(
            arguments(good.getBytes(StandardCharsets.UTF_16), ""),
            arguments(good.getBytes(StandardCharsets.UTF_16LE), ""),
            arguments("{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.ISO_8859_1), ""),
            // an overlong form of '/', and half a surrogate pair in UTF-8
            arguments(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'}, ""),
            arguments(
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                ""));
    return Stream.concat(texts, encodings);
  }

  private static Arguments hostile(String body, String pointer) {
    return arguments(body.getBytes(StandardCharsets.UTF_8), pointer);
  }

  @Test
  void takesJsonWithItsCharset() throws Exception {
    // When
    Answer answer =
        http.post(
            "/placements",
            record(UUID.randomUUID().toString(), "i1"),
            "Content-Type: Application/JSON; charset=\"UTF-8\"");

    // Then
    assertThat(answer.status).isEqualTo(200);
  }

  @Test
  void refusesABodyThatTheServerDoesNotTakeIn() throws Exception {
    // When
    Answer answer = http.postJson("x".repeat(3 * 1024 * 1024));

    // Then
    assertProblem(answer, 413, "too-large");
    assertThat(answer.raw).doesNotContain("Exception");
  }

  @Test
  void saysThatARequestIdWasUsedForAnotherRequest() throws Exception {
    // Given
    String requestId = UUID.randomUUID().toString();
    http.postJson(record(requestId, "i1"));

    // When
    Answer answer = http.postJson(record(requestId, "i2"));

    // Then
    assertProblem(answer, 409, "conflict");
    assertThat(answer.json().get("requestId").textValue()).isEqualTo(requestId);
  }

  @Test
  void saysWhatGwsRefused() throws Exception {
    // When
    Answer answer = http.postJson(record(UUID.randomUUID().toString(), "refuse-me"));

    // Then
    assertProblem(answer, 422, "rejected");
    assertThat(answer.json().get("detail").textValue())
        .isEqualTo("GWS statusCode 6: Resource not found");
  }

  @Test
  void saysThatItWasGivenUp() throws Exception {
    // When
    Answer answer = http.postJson(record(UUID.randomUUID().toString(), "fail-me"));

    // Then
    assertProblem(answer, 502, "given-up");
    assertThat(answer.json().get("detail").textValue())
        .isEqualTo(
            "no answer from GWS. Have it placed again with POST /placements/{requestId}/retry; it"
                + " is placed once");
  }

  @Test
  void showsNothingOfAnInternalFailure() throws Exception {
    // When
    Answer answer = http.postJson(record("http-broken", "break-me"));

    // Then
    assertProblem(answer, 503, "unavailable");
    assertThat(answer.json().get("requestId").textValue()).isEqualTo("http-broken");
    assertThat(answer.header("Retry-After")).isEqualTo("30");
    assertThat(answer.raw).doesNotContain("ledger", "Exception", "camel", "Camel", "vertx");
  }

  @ParameterizedTest
  @MethodSource("hostileHeaders")
  void letsNoHeaderIn(String name) throws Exception {
    // When
    Answer answer =
        http.postJson(
            record(UUID.randomUUID().toString(), "i1"), name + ": http://127.0.0.1:1/attacker");

    // Then
    assertThat(answer.status).as(answer.raw).isEqualTo(200);
    assertThat(intake.gws.headers).containsExactly(Map.of());
    assertThat(answer.raw).doesNotContain("attacker");
  }

  static Stream<String> hostileHeaders() {
    Stream<String> names =
        Stream.of(
            "CamelHttpUri",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelHttpRawQuery",
            "CamelHttpMethod",
            "CamelHttpResponseCode",
            "CamelFileName",
            "CamelSqlQuery",
            "CamelBeanMethodName",
            "CamelJmsDestinationName",
            "org.apache.camel.x",
            "JMSReplyTo",
            "JMSMessageID",
            "requestId",
            "workbinSource",
            "workbinRequest",
            "breadcrumbId",
            "X-Forwarded-For",
            "Authorization",
            "Cookie");
    return names.flatMap(
        name ->
            Stream.of(
                    name,
                    name.toLowerCase(Locale.ROOT),
                    name.toUpperCase(Locale.ROOT),
                    name.substring(0, 1).toUpperCase(Locale.ROOT)
                        + name.substring(1, 2).toUpperCase(Locale.ROOT)
                        + name.substring(2))
                .distinct());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?CamelHttpUri=http://evil",
        "?JMSReplyTo=queue",
        "?Content-Type=application/json",
        "?Idempotency-Key=k",
        "?requestId=r",
        "?",
        "?x"
      })
  void takesNoQueryParameters(String query) throws Exception {
    // When
    Answer answer =
        http.post("/placements" + query, record("never", "i1"), "Content-Type: application/json");

    // Then
    if (query.equals("?")) {
      assertThat(answer.status).isIn(200, 400);
    } else {
      assertProblem(answer, 400, "query");
      assertThat(intake.gws.requests).isEmpty();
    }
  }

  @Test
  void looksAtThePathAloneForTheRequestId() throws Exception {
    // Given
    http.postJson(record("http-mine", "i1"));
    http.postJson(record("http-yours", "i2"));

    // When
    Answer answer = http.get("/placements/http-mine", "requestId: http-yours");

    // Then
    assertThat(answer.json().get("requestId").textValue()).isEqualTo("http-mine");
    assertProblem(http.get("/placements/http-mine?requestId=http-yours"), 400, "query");
  }

  @Test
  void echoesNoRequestHeader() throws Exception {
    // When
    Answer placed =
        http.postJson(
            record(UUID.randomUUID().toString(), "i1"),
            "authorization: Basic c2VjcmV0OnNlY3JldA==",
            "cookie: session=SECRET",
            "x-canary: CANARY");
    Answer refused = http.postJson("{", "AUTHORIZATION: Bearer SECRET", "Cookie: session=SECRET");

    // Then
    assertThat(placed.headerNames())
        .containsExactlyInAnyOrder(
            "content-type",
            "cache-control",
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy",
            "location",
            "content-length",
            "connection");
    assertThat(placed.raw).doesNotContain("c2VjcmV0", "SECRET", "CANARY");
    assertThat(refused.raw).doesNotContain("SECRET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD"})
  void knowsNoOtherMethod(String method) throws Exception {
    // When
    Answer answer = http.send(method, "/placements", new byte[0], "X-Canary: CANARY");

    // Then
    assertThat(answer.status).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    assertThat(answer.raw).doesNotContain("CANARY", "Exception");
    if (!method.equals("HEAD")) {
      assertProblem(answer, 405, "method-not-allowed");
    }
  }

  private static String record(String requestId, String interactionId) {
    try {
      return JSON.writeValueAsString(
          Map.of(
              "requestId", requestId, "workbinId", "w1", "agentGroup", "G", "id", interactionId));
    } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  private static Arguments refusal(
      String what, String body, String header, int status, String type) {
    return arguments(what, body.getBytes(StandardCharsets.UTF_8), header, status, type);
  }

  private static void assertProblem(Answer answer, int status, String type) throws Exception {
    assertThat(answer.status).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.json().get("type").textValue())
        .isEqualTo("urn:workbinroutes:problem:" + type);
    assertThat(answer.json().get("status").intValue()).isEqualTo(status);
    assertThat(answer.json().get("title").textValue()).isNotBlank();
    assertThat(answer.json().get("detail").textValue()).isNotBlank();
  }

  @Test
  void aRequestIsPlacedOnceWhoeverComesFirst() throws Exception {
    // Given
    String body = record(UUID.randomUUID().toString(), "i1");

    // When
    Stream.generate(() -> body)
        .limit(20)
        .parallel()
        .forEach(
            each -> {
              try {
                assertThat(http.postJson(each).status).isEqualTo(200);
              } catch (java.io.IOException unreachable) {
                throw new java.io.UncheckedIOException(unreachable);
              }
            });

    // Then
    assertThat(intake.gws.requests).hasSize(1).allMatch(PlacementRequest.class::isInstance);
  }
}
