package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.workbinroutes.intake.RawHttp.Answer;

class FilesHttpTest {
  @TempDir Path data;
  private DropFolder folder;
  private RawHttp http;

  @BeforeEach
  void make() throws Exception {
    folder = new DropFolder(data);
    http = folder.intake.serve(HttpSettings.standard(data));
    folder.intake.load("intake-files.camel.yaml");
  }

  @AfterEach
  void stop() {
    folder.close();
  }

  @Test
  void saysHowFarEachFileIs() throws Exception {
    // Given
    folder.intake.gws.slow = true;
    folder.drop("a first.ndjson", record("r1") + "\nbad\n" + record("fail-me"));
    folder.drop("b.ndjson", (record("r") + "\n").repeat(500));
    folder.drop("c.ndjson", record("r3"));
    folder.start("concurrency", "1");

    // When
    folder.awaitFile("done/a first.ndjson");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state("b.ndjson").path("placed").asInt() > 3);

    // Then
    JsonNode b = state("b.ndjson");
    assertThat(b.get("state").textValue()).isEqualTo("reading");
    assertThat(b.get("intake").textValue()).isEqualTo("drop");
    assertThat(b.get("linesRead").intValue()).isGreaterThan(3);
    assertThat(b.get("bytesTotal").longValue()).isEqualTo(500L * (record("r").length() + 1));
    assertThat(b.get("ratePerSecond").doubleValue()).isPositive();
    assertThat(b.get("endedAt").isNull()).isTrue();
    JsonNode a = state("a%20first.ndjson");
    assertThat(a.get("state").textValue()).isEqualTo("done");
    assertThat(
            List.of(
                a.get("recordsRead").intValue(),
                a.get("placed").intValue(),
                a.get("refused").intValue(),
                a.get("failed").intValue()))
        .containsExactly(3, 2, 1, 0);
    assertThat(a.get("bytesRead")).isEqualTo(a.get("bytesTotal"));
    assertThat(a.get("endedAt").textValue()).endsWith("Z");
    assertThat(state("c.ndjson").get("state").textValue()).isEqualTo("waiting");
    List<String> all = new ArrayList<>();
    http.get("/files")
        .json()
        .get("files")
        .forEach(
            file -> all.add(file.get("name").textValue() + " " + file.get("state").textValue()));
    assertThat(all).containsExactly("b.ndjson reading", "c.ndjson waiting", "a first.ndjson done");
  }

  @Test
  void findsAFileOfASubfolder() throws Exception {
    // Given
    folder.drop("north/a.json", "[");
    folder.start("subfolders", "true");
    folder.awaitGone("north/a.json");

    // When
    JsonNode file = state("north%2Fa.json");

    // Then
    assertThat(file.get("name").textValue()).isEqualTo("north/a.json");
    assertThat(file.get("state").textValue()).isEqualTo("failed");
  }

  @Test
  void keepsTheLastHundredThatEnded() throws Exception {
    // Given
    List<String> names = IntStream.range(0, 104).mapToObj("f%03d.ndjson"::formatted).toList();
    for (String name : names) {
      folder.drop(name, record(name));
    }
    folder.start();
    for (String name : names) {
      folder.awaitGone(name);
    }
    folder.drop("f104.ndjson", record("r104"));

    // Then: a file is moved before its run ends
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode files = http.get("/files").json().get("files");
              assertThat(files).hasSize(100);
              assertThat(files.get(0).get("name").textValue()).isEqualTo("f104.ndjson");
              assertThat(files.get(0).get("state").textValue()).isEqualTo("done");
            });
  }

  @Test
  void answersNothingButWhatIsAsked() throws Exception {
    // Given
    folder.start();

    // When
    Answer unknown =
        http.get("/files/..%2F..%2Fetc%2Fpasswd", "x-canary: CANARY", "cookie: SECRET");
    Answer query = http.get("/files?name=x&CamelFileName=y", "CamelHttpResponseCode: 204");
    Answer list = http.get("/files", "CamelHttpResponseCode: 204", "x-canary: CANARY");
    Answer post = http.post("/files", "{}", "Content-Type: application/json");

    // Then
    assertThat(unknown.status).isEqualTo(404);
    assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(unknown.json().get("type").textValue())
        .isEqualTo("urn:workbinroutes:problem:unknown-file");
    assertThat(unknown.raw).doesNotContain("CANARY", "SECRET", "passwd");
    assertThat(query.status).isEqualTo(400);
    assertThat(query.json().get("type").textValue()).isEqualTo("urn:workbinroutes:problem:query");
    assertThat(list.status).isEqualTo(200);
    assertThat(list.body).isEqualTo("{\"files\":[]}");
    assertThat(list.headerNames())
        .containsExactlyInAnyOrder(
            "content-type",
            "cache-control",
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy",
            "content-length",
            "connection");
    assertThat(post.status).isEqualTo(405);
  }

  private JsonNode state(String name) throws Exception {
    return http.get("/files/" + name).json();
  }

  private static String record(String requestId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i\"}"
        .formatted(requestId);
  }
}
