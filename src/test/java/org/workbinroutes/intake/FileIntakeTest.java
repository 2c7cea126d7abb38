package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.placement.PlacementRequest;

class FileIntakeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;
  private IntakeContext intake;

  @BeforeEach
  void make() throws Exception {
    intake = new IntakeContext();
    intake.load("intake-file.camel.yaml");
    Files.createDirectories(data.resolve("inbox"));
  }

  @AfterEach
  void stop() {
    intake.close();
  }

  @Test
  void placesTheObjectOfAJsonFile() throws Exception {
    // Given
    drop(
        "one.json",
        """
        \uFEFF
        {"requestId":"r1","workbinId":"w1","agentGroup":"G",
        "id":"i1"}
        """);

    // When
    start();

    // Then
    awaitFile("done/one.json");
    assertThat(results("one.json"))
        .containsExactly(
            "{\"line\":2,\"record\":1,\"requestId\":\"r1\",\"state\":\"ACCEPTED\",\"referenceId\":16}");
    assertThat(intake.sources()).containsEntry("r1", "file:one.json#1");
    assertThat(data.resolve("inbox/one.json")).doesNotExist();
  }

  @Test
  void placesTheObjectsOfAJsonArray() throws Exception {
    // Given
    drop(
        "many.json",
        "[" + record("r1", "i1") + ",\n" + record("r2", "i2") + "," + record("r3", "i3") + "]");

    // When
    start();

    // Then
    awaitFile("done/many.json");
    assertThat(json("many.json"))
        .extracting(
            line ->
                line.get("requestId").textValue()
                    + "@"
                    + line.get("line")
                    + "#"
                    + line.get("record"))
        .containsExactlyInAnyOrder("r1@1#1", "r2@2#2", "r3@2#3");
    assertThat(intake.sources()).containsEntry("r3", "file:many.json#3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders.ndjson", "orders.jsonl", "ORDERS.NDJSON"})
  void placesTheLinesOfAFile(String name) throws Exception {
    // Given
    drop(
        name, record("r1", "i1") + "\r\n\r\n  \n" + record("r2", "i2") + "\n" + record("r3", "i3"));

    // When
    start();

    // Then
    awaitFile("done/" + name);
    assertThat(json(name))
        .extracting(
            line ->
                line.get("requestId").textValue()
                    + "@"
                    + line.get("line")
                    + "#"
                    + line.get("record"))
        .containsExactlyInAnyOrder("r1@1#1", "r2@4#2", "r3@5#3");
    assertThat(intake.sources()).containsEntry("r2", "file:" + name + "#4");
    assertThat(intake.gws.headers).allSatisfy(headers -> assertThat(headers).isEmpty());
  }

  @Test
  void keepsGroupNamesUnharmed() throws Exception {
    // Given
    List<String> names = GroupNames.all().toList();
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add(JSON.writeValueAsString(Map.of("workbinId", "w", "placeGroup", name, "id", "i")));
    }
    drop("groups.ndjson", String.join("\n", lines));
    drop("groups.json", "[" + String.join(",", lines) + "]");

    // When
    start();

    // Then
    awaitFile("done/groups.json");
    awaitFile("done/groups.ndjson");
    assertThat(intake.gws.requests)
        .extracting(request -> request.workbin().group())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(names.stream(), names.stream()).toList());
  }

  @Test
  void aBadLineSpoilsNoOther() throws Exception {
    // Given
    drop(
        "mixed.ndjson",
        String.join(
            "\n",
            record("r1", "i1"),
            "{\"workbinid\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}",
            "not JSON",
            "{\"a\":\"" + "x".repeat(300_000) + "\"}",
            record("r5", "refuse-me"),
            record("r6", "fail-me"),
            record("r1", "i7"),
            record("r8", "i8")));

    // When
    start();

    // Then
    awaitFile("done/mixed.ndjson");
    Map<Integer, JsonNode> byLine = new HashMap<>();
    json("mixed.ndjson").forEach(line -> byLine.put(line.get("line").intValue(), line));
    assertThat(byLine).hasSize(8);
    assertThat(byLine.get(2).get("state").textValue()).isEqualTo("REFUSED");
    assertThat(byLine.get(2).get("reason").textValue()).isEqualTo("INVALID");
    assertThat(byLine.get(2).get("errors").get(0).get("pointer").textValue())
        .isEqualTo("/workbinid");
    assertThat(byLine.get(3).get("reason").textValue()).isEqualTo("MALFORMED");
    assertThat(byLine.get(4).get("reason").textValue()).isEqualTo("TOO_LARGE");
    assertThat(byLine.get(5).get("state").textValue()).isEqualTo("REJECTED");
    assertThat(byLine.get(5).get("error").textValue())
        .isEqualTo("GWS statusCode 6: Resource not found");
    assertThat(byLine.get(6).get("state").textValue()).isEqualTo("FAILED");
    assertThat(byLine.get(6).get("error").textValue()).isEqualTo("no answer from GWS");
    assertThat(List.of(byLine.get(1), byLine.get(7)))
        .as("one of the two with the same requestId")
        .filteredOn(line -> line.path("reason").asText().equals("CONFLICT"))
        .hasSize(1);
    assertThat(byLine.get(8).get("state").textValue()).isEqualTo("ACCEPTED");
  }

  @Test
  void makesTheSameRequestIdsFromTheSameFile() throws Exception {
    // Given
    String content = "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}\n".repeat(2);
    drop("same.ndjson", content);
    start();
    awaitFile("done/same.ndjson");
    List<String> first = intake.gws.requests.stream().map(PlacementRequest::requestId).toList();

    // When
    drop("same.ndjson", content);

    // Then
    awaitFile("done/same-2.ndjson");
    assertThat(first)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("file-[0-9a-f]{40}"));
    assertThat(intake.gws.requests).as("placed once").hasSize(2);
    assertThat(json("same-2.ndjson"))
        .extracting(line -> line.get("requestId").textValue())
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void makesOtherRequestIdsFromAnotherFile() throws Exception {
    // Given
    drop("a.ndjson", "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}");
    drop("b.ndjson", "{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}");
    drop("c.json", "[{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}]");

    // When
    start();

    // Then
    await().until(() -> intake.gws.requests.size() == 3);
    assertThat(intake.gws.requests).extracting(PlacementRequest::requestId).doesNotHaveDuplicates();
  }

  @Test
  void neverOverwritesAnEarlierFileOfTheSameName() throws Exception {
    // Given
    drop("daily.json", record("r1", "i1"));
    start();
    awaitFile("done/daily.json");

    // When
    drop("daily.json", record("r2", "i2"));

    // Then
    awaitFile("done/daily-2.json");
    assertThat(data.resolve("done/daily.json")).hasContent(record("r1", "i1"));
    assertThat(results("daily.json").get(0)).contains("\"r1\"");
    assertThat(results("daily-2.json").get(0)).contains("\"r2\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.json|''|there is nothing in it",
        "empty.ndjson|''|there is nothing in it",
        "blank.ndjson|'  '|there is nothing in it",
        "none.json|'[ ]'|the array is empty",
        "text.json|'hello'|neither a JSON object nor an array of them at line 1, column 1",
        "number.json|'42'|neither a JSON object nor an array",
        "cut.json|'{\"workbinId\":'|ends too early",
        "two.json|'{\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"} {}'|something follows"
            + " the JSON at line 1, column 45: one record a line is NDJSON, in a file that ends in"
            + " .ndjson",
      })
  void movesAFileThatCannotBeReadToFailedAndSaysWhy(String name, String content, String why)
      throws Exception {
    // Given
    drop(name, content);

    // When
    start();

    // Then
    awaitFile("failed/" + name);
    assertThat(data.resolve("failed/" + name + ".error.txt"))
        .content()
        .contains(name + " could not be read to its end", why, "drop it again");
    assertThat(data.resolve("done/" + name)).doesNotExist();
  }

  @Test
  void movesAnArrayThatBreaksOffToFailedWithTheResultsSoFar() throws Exception {
    // Given
    drop(
        "broken.json",
        "[" + record("r1", "i1") + ",\n{\"workbinId\":SECRET}," + record("r3", "i3") + "]");

    // When
    start();

    // Then
    awaitFile("failed/broken.json");
    assertThat(json("broken.json"))
        .extracting(line -> line.get("requestId").textValue())
        .containsExactly("r1");
    assertThat(data.resolve("failed/broken.json.error.txt"))
        .content()
        .contains("line 2", "1 placed, 0 refused, 0 failed", "broken.json.results.ndjson")
        .doesNotContain("SECRET");
  }

  @Test
  void refusesOnlyTheBadElementsOfAnArray() throws Exception {
    // Given
    drop(
        "some.json",
        "["
            + record("r1", "i1")
            + ",7,\"x\",[],null,{\"id\":\"a\",\"id\":\"b\"},{\"a\":["
            + "\"xxxxxxxxx\",".repeat(40_000)
            + "1]},"
            + record("r8", "i8")
            + "]");

    // When
    start();

    // Then
    awaitFile("done/some.json");
    assertThat(json("some.json"))
        .extracting(
            line ->
                line.get("record") + line.get("state").textValue() + line.path("reason").asText())
        .containsExactlyInAnyOrder(
            "1ACCEPTED",
            "2REFUSEDINVALID",
            "3REFUSEDINVALID",
            "4REFUSEDINVALID",
            "5REFUSEDINVALID",
            "6REFUSEDMALFORMED",
            "7REFUSEDTOO_LARGE",
            "8ACCEPTED");
  }

  @Test
  void refusesLinesInAnotherEncoding() throws Exception {
    // Given
    Files.write(
        data.resolve("inbox/latin.ndjson"),
        ("{\"workbinId\":\"ü\"}\n" + record("r2", "i2")).getBytes(ISO_8859_1));
    Files.write(data.resolve("inbox/latin.json"), "[{\"workbinId\":\"ü\"}]".getBytes(ISO_8859_1));

    // When
    start();

    // Then
    awaitFile("done/latin.ndjson");
    awaitFile("done/latin.json");
    assertThat(json("latin.ndjson"))
        .extracting(line -> line.get("line") + line.get("state").textValue())
        .containsExactlyInAnyOrder("1REFUSED", "2ACCEPTED");
    assertThat(json("latin.json").get(0).toString())
        .contains("REFUSED", "not UTF-8 at line 1, column 16");
  }

  @Test
  void movesAFileToFailedIfSomethingBrokeInside() throws Exception {
    // Given
    drop("partly.ndjson", record("r1", "i1") + "\n" + record("r2", "break-me"));

    // When
    start();

    // Then
    awaitFile("failed/partly.ndjson");
    assertThat(json("partly.ndjson"))
        .extracting(line -> line.get("requestId").textValue() + line.get("state").textValue())
        .containsExactlyInAnyOrder("r1ACCEPTED", "r2FAILED");
    assertThat(data.resolve("failed/partly.ndjson.error.txt"))
        .content()
        .contains("1 records of partly.ndjson were not placed", "Drop the file again as it is");
  }

  @Test
  void leavesAFileWhereItIsIfNothingCanBeWrittenAboutIt() throws Exception {
    // Given
    Path inTheWay = data.resolve("results/late.json.results.ndjson");
    Files.createDirectories(inTheWay);
    drop("late.json", record("r1", "i1"));
    start();
    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    assertThat(data.resolve("inbox/late.json")).exists();
    assertThat(intake.gws.requests).isEmpty();

    // When
    Files.delete(inTheWay);

    // Then
    awaitFile("done/late.json");
    assertThat(results("late.json")).hasSize(1);
  }

  @Test
  void readsNoFileThatIsStillBeingWritten() throws Exception {
    // Given
    start(Map.of("minAge", "1500"));
    Path file = data.resolve("inbox/slow.ndjson");

    // When
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 5; i++) {
        writer.write(record("r" + i, "i" + i) + "\n");
        writer.flush();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        assertThat(intake.gws.requests).isEmpty();
      }
    }

    // Then
    awaitFile("done/slow.ndjson");
    assertThat(intake.gws.requests).hasSize(5);
  }

  @Test
  void waitsForTheMarkerIfToldTo() throws Exception {
    // Given
    drop("marked.json", record("r1", "i1"));
    drop("other.json", record("r2", "i2"));
    start(Map.of("ready", "marker"));

    // When
    drop("marked.json.done", "");

    // Then
    awaitFile("done/marked.json");
    assertThat(data.resolve("inbox/other.json")).exists();
    assertThat(data.resolve("inbox/marked.json.done")).doesNotExist();
  }

  @Test
  void readsFilesInTheOrderOfTheirNamesOneAfterTheOther() throws Exception {
    // Given
    for (String name : List.of("b.ndjson", "c.ndjson", "a.ndjson")) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        lines.append(record(name.charAt(0) + "-" + i, "i" + i)).append('\n');
      }
      drop(name, lines.toString());
    }

    // When
    start();

    // Then
    awaitFile("done/c.ndjson");
    StringBuilder order = new StringBuilder();
    intake.gws.requests.forEach(request -> order.append(request.requestId().charAt(0)));
    assertThat(order).matches("a{50}b{50}c{50}");
  }

  @Test
  void placesNoMoreRecordsAtATimeThanToldTo() throws Exception {
    // Given
    intake.gws.slow = true;
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      lines.append(record("r" + i, "i" + i)).append('\n');
    }
    drop("busy.ndjson", lines.toString());

    // When
    start(Map.of("concurrency", "4"));

    // Then
    awaitFile("done/busy.ndjson");
    assertThat(intake.gws.mostInWork).hasValue(4);
    assertThat(json("busy.ndjson")).hasSize(60);
  }

  @Test
  void placesOneRecordAtATimeIfToldTo() throws Exception {
    // Given
    drop(
        "order.ndjson", record("r1", "i1") + "\n" + record("r2", "i2") + "\n" + record("r3", "i3"));

    // When
    start(Map.of("concurrency", "1"));

    // Then
    awaitFile("done/order.ndjson");
    assertThat(intake.gws.requests)
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r2", "r3");
  }

  @Test
  void readsALargeFile() throws Exception {
    // Given
    int records = 5_000;
    try (BufferedWriter writer = Files.newBufferedWriter(data.resolve("inbox/large.ndjson"))) {
      String filler = "x".repeat(1_000);
      for (int i = 0; i < records; i++) {
        writer.write(
            "{\"requestId\":\"r%d\",\"workbinid\":\"w\",\"attributes\":{\"f\":\"%s\"}}%n"
                .formatted(i, filler));
      }
    }

    // When
    start(Map.of("maxErrors", "5000"));

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(data.resolve("done/large.ndjson")));
    try (Stream<String> lines = Files.lines(data.resolve("results/large.ndjson.results.ndjson"))) {
      assertThat(lines.count()).isEqualTo(records);
    }
  }

  @Test
  void followsNoSymbolicLink(@TempDir Path elsewhere) throws Exception {
    // Given
    Path secret = elsewhere.resolve("secret.json");
    Files.writeString(secret, record("stolen", "i1"));
    Files.createSymbolicLink(data.resolve("inbox/link.json"), secret);
    Files.createSymbolicLink(data.resolve("inbox/inside.json"), Path.of("real.json"));
    drop("real.json", record("r1", "i1"));
    Files.createDirectories(elsewhere.resolve("dir"));
    Files.writeString(elsewhere.resolve("dir/x.json"), record("stolen-2", "i1"));
    Files.createSymbolicLink(data.resolve("inbox/dir"), elsewhere.resolve("dir"));
    Files.createSymbolicLink(data.resolve("inbox/dangling.json"), Path.of("nowhere.json"));

    // When
    start();

    // Then
    awaitFile("done/real.json");
    drop("zz-last.json", record("r2", "i2"));
    awaitFile("done/zz-last.json");
    assertThat(intake.gws.requests)
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r2");
    assertThat(secret).exists();
    assertThat(data.resolve("inbox/link.json")).isSymbolicLink();
    assertThat(data.resolve("inbox/inside.json")).isSymbolicLink();
  }

  @Test
  void readsADropFolderThatIsItselfALink(@TempDir Path disk) throws Exception {
    // Given
    Files.delete(data.resolve("inbox"));
    Files.createSymbolicLink(data.resolve("inbox"), disk);
    drop("linked.json", record("r1", "i1"));

    // When
    start();

    // Then
    awaitFile("done/linked.json");
    assertThat(disk.resolve("linked.json")).doesNotExist();
  }

  @Test
  void writesThroughNoSymbolicLink(@TempDir Path elsewhere) throws Exception {
    // Given
    Path victim = elsewhere.resolve("victim.txt");
    Files.writeString(victim, "precious");
    Files.createDirectories(data.resolve("results"));
    Files.createSymbolicLink(data.resolve("results/x.json.results.ndjson"), victim);
    drop("x.json", record("r1", "i1"));

    // When
    start();

    // Then
    drop("y.json", record("r2", "i2"));
    awaitFile("done/y.json");
    assertThat(victim).hasContent("precious");
    assertThat(data.resolve("inbox/x.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..json",
        "a\nb.json",
        "a\\..\\b.json",
        "a\u0007b.json",
        "a\u0085b.json",
        "a\u2028b.json",
        "a\u202ebnosj.json",
        "~$open.csv",
        "orders.xls",
        "orders",
        "orders.json.exe"
      })
  void leavesFilesWithOddNamesWhereTheyAre(String name) throws Exception {
    // Given
    drop(name, record("odd", "i1"));
    drop("plain (1) Größe 客.json", record("r1", "i1"));

    // When
    start();

    // Then
    awaitFile("done/plain (1) Größe 客.json");
    assertThat(data.resolve("inbox").resolve(name)).exists();
    assertThat(intake.gws.requests).extracting(PlacementRequest::requestId).containsExactly("r1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_x.ndjson",
        "(1) x.ndjson",
        "[x].ndjson",
        "a&b#c'd~e%f!g;h.ndjson",
        "a;rm -rf.ndjson",
        "${bean:x}.ndjson",
        "{{gws.password}}.ndjson",
        "a%2e%2e%2fb.ndjson",
        "-rf.ndjson",
        "a|b?c*d\"e<f>.ndjson",
        "Gro\u0308ße.ndjson",
        " a .ndjson",
        "\ud83d\udce6.ndjson"
      })
  void takesEveryNameAndInterpretsNone(String name) throws Exception {
    // Given
    drop(name, record("r1", "i1") + "\nbad");

    // When
    start();

    // Then
    awaitFile("done/" + name);
    assertThat(json(name)).hasSize(2);
    assertThat(data.resolve("results/" + name + ".rejected.ndjson")).hasContent("bad");
    assertThat(intake.sources()).containsEntry("r1", "file:" + name + "#1");
    await().atMost(Duration.ofSeconds(60)).until(() -> inbox().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {230, 240, 241, 248, 250, 255})
  void takesNamesAsLongAsTheFileSystemAllows(int bytes) throws Exception {
    // Given
    String name = "語".repeat((bytes - 7) / 3) + "a".repeat((bytes - 7) % 3) + ".ndjson";
    assertThat(name.getBytes(UTF_8)).hasSize(bytes);
    String content = record("r1", "i1") + "\nbad\n" + record("r2", "i2");
    drop(name, content);
    start();
    awaitFile("done/" + name);

    // When
    drop(name, content);

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> files("done").size() == 2 && inbox().isEmpty());
    assertThat(files("results"))
        .filteredOn(each -> each.endsWith(".results.ndjson"))
        .hasSize(2)
        .allMatch(each -> each.getBytes(UTF_8).length <= 255);
    assertThat(files("results")).filteredOn(each -> each.endsWith(".rejected.ndjson")).hasSize(2);
    assertThat(intake.gws.requests).hasSize(2);
  }

  @Test
  void doesNotHangAtAPipeNamedLikeALock() throws Exception {
    // Given
    drop("a.ndjson", record("r1", "i1"));
    drop("b.ndjson", record("r2", "i2"));
    Path pipe = data.resolve("inbox/.a.ndjson.lock");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    // When
    start();

    // Then
    awaitFile("done/b.ndjson");
    assertThat(data.resolve("inbox/a.ndjson")).exists();

    // When
    Files.delete(pipe);

    // Then
    awaitFile("done/a.ndjson");
  }

  @Test
  void doesNotHangAtAPipeNamedLikeAResultFile() throws Exception {
    // Given
    drop("a.ndjson", record("r1", "i1"));
    drop("b.ndjson", record("r2", "i2"));
    Path pipe = Files.createDirectories(data.resolve("results")).resolve("a.ndjson.results.ndjson");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    // When
    start();

    // Then
    awaitFile("done/b.ndjson");
    assertThat(data.resolve("inbox/a.ndjson")).exists();
  }

  @Test
  void leavesFilesThatAreTooLargeWhereTheyAre() throws Exception {
    // Given
    drop("large.json", "[" + record("r1", "i1") + " ".repeat(2_000) + "]");
    drop("small.json", record("r2", "i2"));

    // When
    start(Map.of("maxFileSize", "1000"));

    // Then
    awaitFile("done/small.json");
    assertThat(data.resolve("inbox/large.json")).exists();
  }

  @Test
  void readsNoPipe() throws Exception {
    // Given
    Path pipe = data.resolve("inbox/pipe.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    drop("real.json", record("r1", "i1"));

    // When
    start();

    // Then
    awaitFile("done/real.json");
    assertThat(pipe).exists();
  }

  @Test
  void readsNoSubfolder() throws Exception {
    // Given
    Files.createDirectories(data.resolve("inbox/sub.json"));
    Files.writeString(data.resolve("inbox/sub.json/x.json"), record("r1", "i1"));
    drop("real.json", record("r2", "i2"));

    // When
    start();

    // Then
    awaitFile("done/real.json");
    assertThat(intake.gws.requests).hasSize(1);
  }

  @Test
  void leavesAFileToTheNextStartIfItIsStoppedInTheMiddle() throws Exception {
    // Given
    StringBuilder lines = new StringBuilder();
    int records = 50_000;
    for (int i = 0; i < records; i++) {
      lines.append(record("r" + i, "i" + i)).append('\n');
    }
    drop("long.ndjson", lines.toString());
    start();
    await().until(() -> intake.gws.requests.size() > 20);

    // When
    intake.context.stop();

    // Then
    int placed = intake.gws.requests.size();
    assertThat(placed).isLessThan(records);
    assertThat(data.resolve("inbox/long.ndjson")).exists();
    assertThat(results("long.ndjson")).hasSize(placed);
  }

  @Test
  void twoDropFoldersDoNotShareAnything() throws Exception {
    // Given
    Map<String, Object> second = new HashMap<>(parameters());
    for (String folder : List.of("directory", "done", "failed", "results")) {
      second.put(folder, data.resolve("second").resolve(folder).toString());
    }
    Files.createDirectories(data.resolve("second/directory"));
    drop("one.json", record("r1", "i1"));
    Files.writeString(data.resolve("second/directory/one.json"), record("r2", "i2"));

    // When
    intake.instantiate("file-intake", "first", parameters());
    intake.instantiate("file-intake", "second", second);
    intake.context.start();

    // Then
    awaitFile("done/one.json");
    awaitFile("second/done/one.json");
    assertThat(intake.gws.requests).hasSize(2);
  }

  @Test
  void neverOverwritesTheResultsOfAnotherDropFolder() throws Exception {
    // Given
    Map<String, Object> second = new HashMap<>(parameters());
    for (String folder : List.of("directory", "done", "failed")) {
      second.put(folder, data.resolve("second").resolve(folder).toString());
    }
    Files.createDirectories(data.resolve("second/directory"));
    drop("daily.json", record("r1", "i1"));
    intake.instantiate("file-intake", "second", second);
    start();
    awaitFile("done/daily.json");

    // When
    Files.writeString(data.resolve("second/directory/daily.json"), record("r2", "i2"));

    // Then
    awaitFile("second/done/daily-2.json");
    assertThat(results("daily.json").get(0)).contains("\"r1\"");
    assertThat(results("daily-2.json").get(0)).contains("\"r2\"");
  }

  private void start() {
    start(Map.of());
  }

  private void start(Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(parameters());
    parameters.putAll(more);
    intake.instantiate("file-intake", "drop", parameters);
    intake.context.start();
  }

  private Map<String, Object> parameters() {
    return Map.of(
        "directory", data.resolve("inbox").toString(),
        "done", data.resolve("done").toString(),
        "failed", data.resolve("failed").toString(),
        "results", data.resolve("results").toString(),
        "delay", "50",
        "minAge", "1");
  }

  private void drop(String name, String content) throws IOException {
    Files.write(data.resolve("inbox").resolve(name), content.getBytes(UTF_8));
  }

  private void awaitFile(String path) {
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(data.resolve(path)));
  }

  private List<String> inbox() throws IOException {
    return files("inbox");
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private List<String> results(String name) throws IOException {
    return Files.readAllLines(data.resolve("results/" + name + ".results.ndjson"));
  }

  private List<JsonNode> json(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : results(name)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static String record(String requestId, String interactionId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"interactionId\":\"%s\"}"
        .formatted(requestId, interactionId);
  }
}
