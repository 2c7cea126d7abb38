package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.intake.RawHttp.Answer;
import org.workbinroutes.ledger.InLedger;

/** How long callers wait, and how they look at what became of their requests. */
class HttpPlacementsTest {
  private static final String JSON = "Content-Type: application/json";

  @TempDir private static Path folder;
  private static IntakeContext intake;
  private static RawHttp http;

  private final String id = UUID.randomUUID().toString();

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

  @Test
  void whoDoesNotWaitIsAnsweredAsSoonAsTheLedgerHasIt() throws Exception {
    for (String[] how :
        List.of(
            new String[] {"?wait=none", "X: y"},
            new String[] {"", "Prefer: respond-async"},
            new String[] {"", "Prefer: foo, Respond-Async; x=y"},
            new String[] {"", "Prefer: wait=1\r\nPrefer: respond-async"})) {
      // When
      String each = id + how[1].hashCode();
      Answer answer = http.post("/placements" + how[0], record(each, "hold-me"), JSON, how[1]);
      // Then
      assertThat(answer.status).isEqualTo(202);
      assertThat(answer.header("Location")).isEqualTo("/placements/" + each);
      assertThat(answer.json().get("state").asText()).isEqualTo("RECEIVED");
      assertThat(answer.header("Preference-Applied"))
          .isEqualTo(how[0].isEmpty() ? "respond-async" : null);
      assertThat(intake.ledger.find(each)).isPresent();
    }
  }

  @Test
  void whoWaitsForTheConfirmationGetsIt() throws Exception {
    // Given
    CompletableFuture<Answer> confirmed =
        CompletableFuture.supplyAsync(() -> post("?wait=confirmed", record(id, id)));
    await().until(() -> intake.ledger.find(id).isPresent());
    await().until(() -> intake.sources().containsKey(id));
    // When
    InLedger.confirm(intake.ledger, new GroupWorkbin("w1", GroupKind.AGENT_GROUP, "G"), id, null);
    // Then
    Answer answer = confirmed.get(60, TimeUnit.SECONDS);
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.json().get("state").asText()).isEqualTo("CONFIRMED");
  }

  @Test
  void aWaitHasItsEndAndTellsHowThingsStand() throws Exception {
    // When
    long begin = System.nanoTime();
    Answer open = http.post("/placements", record(id, "hold-me"), JSON, "Prefer: wait=1");
    Answer accepted =
        http.post("/placements?wait=confirmed", record(id + 2, "i"), JSON, "Prefer: wait=1");
    // Then
    assertThat(open.status).isEqualTo(202);
    assertThat(open.json().get("state").asText()).isEqualTo("RECEIVED");
    assertThat(open.header("Preference-Applied")).isEqualTo("wait=1");
    assertThat(accepted.status).isEqualTo(202);
    assertThat(accepted.json().get("state").asText()).isEqualTo("ACCEPTED");
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?wait=", "?wait=NONE", "?wait=accepted&wait=none", "?Wait=none"})
  void aQueryIsTakenAsItIsDocumentedOrNotAtAll(String query) throws Exception {
    // When
    Answer answer = http.post("/placements" + query, record(id, "i"), JSON);
    // Then
    assertProblem(answer, 400, "query");
    assertThat(answer.json().at("/errors/0").has("parameter")).isTrue();
    assertThat(intake.ledger.find(id)).isEmpty();
  }

  @Test
  void aQueryThatIsNotEncodedIsNoRequest() throws Exception {
    assertProblem(http.post("/placements?wait=%zz", record(id, "i"), JSON), 400, "bad-request");
    assertThat(intake.ledger.find(id)).isEmpty();
  }

  @Test
  void aListIsReadPageByPageWithoutGapsAndDoubles() throws Exception {
    // Given
    try (IntakeContext own = new IntakeContext()) {
      RawHttp server = own.serve(HttpSettings.standard(folder.resolve(id)));
      own.context.start();
      for (int i = 0; i < 25; i++) {
        server.postJson(record("list é&" + i, i % 5 == 0 ? "refuse-me" : "i" + i));
      }
      // When
      List<String> all = pages(server, "/placements?limit=10");
      List<String> refused = pages(server, "/placements?limit=2&state=REJECTED,FAILED");
      // Then
      assertThat(all).hasSize(25).doesNotHaveDuplicates();
      assertThat(all.get(0)).isEqualTo("list é&24");
      assertThat(refused).hasSize(5);
      assertThat(server.get("/placements?since=2999-01-01T00:00:00Z").json().get("placements"))
          .isEmpty();
      assertThat(server.get("/placements").json().get("placements")).hasSize(25);
      JsonNode first = server.get("/placements?limit=1").json().at("/placements/0");
      assertThat(first.get("interactionId").asText()).isEqualTo("i24");
      assertThat(first.get("agentGroup").asText()).isEqualTo("G");
      assertThat(first.has("attributes")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=accepted",
        "state=",
        "since=yesterday",
        "since=-999999999-01-01T00:00:00Z",
        "limit=0",
        "limit=1001",
        "limit=x",
        "after=",
        "after=AAAA",
        "after=%00",
        "after=gICAgICAgICA_w",
        "after=f_________9B",
        "offset=10",
        "limit=1&limit=2"
      })
  void aListIsAskedForAsItIsDocumentedOrNotAtAll(String query) throws Exception {
    // When
    Answer answer = http.get("/placements?" + query);
    // Then
    if (query.startsWith("since=-") || query.startsWith("after=f_")) {
      assertThat(answer.status).isIn(200, 400);
    } else {
      assertProblem(answer, 400, "query");
    }
  }

  @Test
  void whatBecameOfARequestIsToldStepByStep() throws Exception {
    // Given
    http.postJson(record(id, "refuse-me"));
    // When
    JsonNode placement = http.get("/placements/" + id).json();
    // Then
    assertThat(placement.get("history").findValuesAsText("to"))
        .containsExactly("RECEIVED", "REJECTED");
    assertThat(placement.at("/history/1/reason").asText())
        .isEqualTo("GWS statusCode 6: Resource not found");
  }

  @Test
  void onlyWhatLiesInItsWorkbinCanBePulled() throws Exception {
    // Given
    http.postJson(record(id, "refuse-me"));
    // When / Then
    assertProblem(delete(id), 409, "not-placed");
    assertProblem(delete("unheard-of"), 404, "unknown-request");
    assertProblem(http.send("DELETE", "/placements/" + id + "?x=y", new byte[0]), 400, "query");
  }

  @Test
  void whatWasPulledStaysPulled() throws Exception {
    // Given
    http.postJson(record(id, "i"));
    intake.ledger.pulled(id, "test");
    // When
    Answer pulledAgain = delete(id);
    Answer placedAgain = http.postJson(record(id, "i"));
    // Then
    assertThat(pulledAgain.status).isEqualTo(200);
    assertThat(pulledAgain.json().get("state").asText()).isEqualTo("PULLED");
    assertThat(placedAgain.status).isEqualTo(200);
    assertThat(placedAgain.json().get("state").asText()).isEqualTo("PULLED");
    assertThat(http.send("POST", "/placements/" + id + "/retry", new byte[0]).status)
        .isEqualTo(202);
  }

  private Answer delete(String requestId) throws Exception {
    return http.send("DELETE", "/placements/" + requestId, new byte[0]);
  }

  private static List<String> pages(RawHttp server, String first) throws Exception {
    List<String> ids = new ArrayList<>();
    String next = first;
    while (next != null) {
      JsonNode page = server.get(next).json();
      page.get("placements").forEach(placement -> ids.add(placement.get("requestId").asText()));
      next = page.path("next").asText(null);
    }
    return ids;
  }

  private static Answer post(String query, String body) {
    try {
      return http.post("/placements" + query, body, JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"%s\"}"
        .formatted(requestId, interactionId);
  }

  private static void assertProblem(Answer answer, int status, String type) throws Exception {
    assertThat(answer.status).as(answer.body).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:workbinroutes:problem:" + type);
  }
}
