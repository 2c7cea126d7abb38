package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats, what is refused, and the options of the drop folder, through the shipped route. */
class FileFormatsTest {
  private static final String CSV = "requestId,workbinId,agentGroup,id\r\n";

  @TempDir Path data;
  private DropFolder folder;

  @BeforeEach
  void make() throws Exception {
    folder = new DropFolder(data);
  }

  @AfterEach
  void stop() {
    folder.close();
  }

  @Test
  void placesWhatStandsInEveryFormat() throws Exception {
    // Given
    String xml =
        "<placements><placement requestId='x1' workbinId='w' agentGroup='G' id='i'/></placements>";
    folder.drop("a.csv", CSV + "c1,w,G,i\r\n");
    folder.drop("b.tsv", CSV.replace(',', '\t') + "t1\tw\tG\ti\r\n");
    folder.drop("c.xml", xml);
    folder.drop("d.json.gz", FileTexts.gzip(("[" + json("j1") + "]").getBytes(UTF_8)));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("in/one.ndjson", json("z1").getBytes(UTF_8));
    entries.put("two.xml", xml.replace("x1", "z2").getBytes(UTF_8));
    folder.drop("e.zip", FileTexts.zip(entries));

    // When
    folder.start();

    // Then
    folder.awaitGone("e.zip");
    assertThat(folder.placed()).containsExactlyInAnyOrder("c1", "t1", "x1", "j1", "z1", "z2");
    assertThat(folder.names("done"))
        .containsExactly("a.csv", "b.tsv", "c.xml", "d.json.gz", "e.zip");
    assertThat(folder.intake.sources())
        .containsEntry("c1", "file:a.csv#2")
        .containsEntry("x1", "file:c.xml#1")
        .containsEntry("z1", "file:e.zip!in/one.ndjson#1");
    assertThat(folder.results("e.zip"))
        .extracting(line -> line.get("entry").textValue())
        .containsExactlyInAnyOrder("in/one.ndjson", "two.xml");
  }

  @Test
  void writesWhatIsRefusedAsItWasToBeMendedAndDroppedAgain() throws Exception {
    // Given
    folder.drop("a.csv", CSV + "c1,w,G,i\r\nc2,,\"G, 2\",i\r\nc3,w,G,refuse-me\r\n");
    folder.drop("b.ndjson", json("n1") + "\nnot JSON\n{\"id\":1,\"id\":2}\n");
    folder.drop("c.json", "[" + json("j1") + ", {\"id\" : 1, \"id\" : 1e0},7]");
    folder.drop(
        "d.xml",
        "<placements><placement requestId='x1'><attribute"
            + " name='a'>&lt;</attribute></placement></placements>");
    folder.drop("e.csv.gz", FileTexts.gzip((CSV + "g1,,G,i").getBytes(UTF_8)));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("1.ndjson", "x".getBytes(UTF_8));
    entries.put("2.ndjson", "y".getBytes(UTF_8));
    entries.put("3.csv", (CSV + "z,,G,i").getBytes(UTF_8));
    folder.drop("f.zip", FileTexts.zip(entries));

    // When
    folder.start("concurrency", "1");

    // Then
    folder.awaitGone("f.zip");
    assertThat(folder.text("results/a.csv.rejected.csv").lines())
        .containsExactly(
            CSV.strip() + ",rejectionReason",
            "c2,,\"G, 2\",i,\"/workbinId: workbinId is missing: give a text of 1 to 256"
                + " characters\"",
            "c3,w,G,refuse-me,\"GWS statusCode 6: Resource not found\"");
    assertThat(folder.results("a.csv"))
        .extracting(line -> line.get("requestId").asText() + line.get("state").asText())
        .containsExactly("c1ACCEPTED", "c2REFUSED", "c3REJECTED");
    assertThat(folder.text("results/b.ndjson.rejected.ndjson"))
        .isEqualTo("not JSON\n{\"id\":1,\"id\":2}\n");
    assertThat(folder.text("results/c.json.rejected.json"))
        .isEqualTo("[\n{\"id\" : 1, \"id\" : 1e0},\n7\n]\n");
    assertThat(folder.text("results/d.xml.rejected.xml"))
        .contains("<placement requestId=\"x1\"><attribute name=\"a\">&lt;</attribute></placement>");
    assertThat(folder.text("results/e.csv.gz.rejected.csv"))
        .startsWith(CSV.strip() + ",rejectionReason\r\ng1,,G,i,\"");
    assertThat(folder.text("results/f.zip.rejected.ndjson")).isEqualTo("x\n");
    assertThat(folder.text("results/f.zip.rejected-2.ndjson")).isEqualTo("y\n");
    assertThat(folder.text("results/f.zip.rejected.csv"))
        .startsWith(CSV.strip() + ",rejectionReason\r\nz,,G,i,\"");
    assertThat(folder.names("results")).hasSize(6 + 8);

    // When
    folder.drop("mended.csv", folder.text("results/a.csv.rejected.csv").replace("c2,,", "c2,w,"));

    // Then
    folder.awaitFile("done/mended.csv");
    assertThat(folder.placed()).contains("c2");
    // the reason of before is not kept beside that of now
    assertThat(folder.text("results/mended.csv.rejected.csv").lines())
        .containsExactly(
            "\"requestId\",\"workbinId\",\"agentGroup\",\"id\",rejectionReason",
            "\"c3\",\"w\",\"G\",\"refuse-me\",\"GWS statusCode 6: Resource not found\"");
  }

  @Test
  void namesTheFirstWrongRecordsAndCountsTheOthers() throws Exception {
    // Given
    folder.drop("a.csv", CSV + "c1,w,G,i\r\n" + "x,,G,i\r\n".repeat(20) + "c2,w,G,i\r\n");

    // When
    folder.start("maxErrors", "5");

    // Then
    folder.awaitFile("done/a.csv");
    assertThat(folder.placed()).containsExactlyInAnyOrder("c1", "c2");
    List<JsonNode> results = folder.results("a.csv");
    assertThat(results).hasSize(2 + 5 + 1);
    assertThat(results.get(7).get("unnamed").asInt()).isEqualTo(15);
    assertThat(results.get(7).get("error").asText()).contains("15 more", "maxErrors");
    assertThat(folder.text("results/a.csv.rejected.csv").lines()).hasSize(1 + 5);
  }

  @ParameterizedTest
  @CsvSource({"continue", "reject-file"})
  void readsNoFurtherWhereNothingIsRight(String onError) throws Exception {
    // Given
    folder.drop("a.ndjson.gz", FileTexts.gzip("x\n".repeat(1_000_000).getBytes(UTF_8)));

    // When
    folder.start("maxErrors", "50", "onError", onError);

    // Then
    folder.awaitFile("failed/a.ndjson.gz");
    assertThat(folder.text("failed/a.ndjson.gz.error.txt"))
        .contains("the first 50 records are all wrong, and the rest was not read");
    assertThat(folder.results("a.ndjson.gz")).hasSize(50);
    assertThat(Files.size(folder.path("results/a.ndjson.gz.rejected.ndjson"))).isEqualTo(100);
  }

  @Test
  void placesNothingOfAFileWithAnErrorIfToldTo() throws Exception {
    // Given
    folder.drop("bad.csv", CSV + "c1,w,G,i\r\nc2,,G,i\r\nc3,w,,i\r\n");
    folder.drop("cut.json", "[" + json("j1") + ",{");
    folder.drop("good.csv", CSV + "c4,w,G,i\r\n");

    // When
    folder.start("onError", "reject-file");

    // Then
    folder.awaitGone("good.csv");
    assertThat(folder.placed()).containsExactly("c4");
    assertThat(folder.names("failed"))
        .containsExactly("bad.csv", "bad.csv.error.txt", "cut.json", "cut.json.error.txt");
    assertThat(folder.text("failed/bad.csv.error.txt"))
        .contains(
            "bad.csv was not placed, nothing of it: 2 of its records are wrong:",
            "file:bad.csv#3: /workbinId: workbinId is missing",
            "file:bad.csv#4: /agentGroup");
    assertThat(folder.results("bad.csv"))
        .extracting(line -> line.get("line") + line.get("state").textValue())
        .containsExactly("3REFUSED", "4REFUSED");
    assertThat(folder.text("failed/cut.json.error.txt")).contains("ends too early");
    assertThat(folder.results("cut.json")).isEmpty();
  }

  @Test
  void namesTheFirstErrorsOfARejectedFileAndWritesThemAllDown() throws Exception {
    // Given
    folder.drop("bad.csv", CSV + "c1,,G,i\r\n".repeat(200));

    // When
    folder.start("onError", "reject-file");

    // Then
    folder.awaitGone("bad.csv");
    assertThat(folder.text("failed/bad.csv.error.txt"))
        .contains("200 of its records", "and 150 records more");
    assertThat(folder.results("bad.csv")).hasSize(200);
  }

  @ParameterizedTest
  @CsvSource({
    "onError,stop,onError",
    "ready,now,ready",
    "order,size,order",
    "charset,UTF-7,charset",
    "lockTimeout,1,lockTimeout",
    "maxUnpackedSize,0,maxUnpackedSize",
    "maxErrors,0,maxErrors"
  })
  void failsAtTheStartIfAParameterIsWrong(String name, String value, String named) {
    // When, Then
    assertThatThrownBy(() -> folder.start(name, value))
        .satisfies(failure -> assertThat(rootOf(failure)).hasMessageContaining(named));
  }

  @Test
  void failsAtTheStartIfItWouldReadWhatItWrites() {
    // When, Then
    assertThatThrownBy(
            () ->
                folder.start(
                    "results", data.resolve("inbox/results").toString(), "subfolders", "true"))
        .satisfies(
            failure ->
                assertThat(rootOf(failure))
                    .hasMessageContaining("results lies in the drop folder"));
  }

  @Test
  void readsTheOldestFirstIfToldTo() throws Exception {
    // Given
    Instant now = Instant.now();
    int age = 10;
    for (String name : List.of("b", "c", "a")) {
      folder.drop(name + ".ndjson", json(name));
      Files.setLastModifiedTime(
          folder.path("inbox/" + name + ".ndjson"), FileTime.from(now.minusSeconds(age--)));
    }

    // When
    folder.start("order", "time");

    // Then
    folder.awaitGone("a.ndjson");
    assertThat(folder.placed()).containsExactly("b", "c", "a");
  }

  @Test
  void readsSubfoldersIfToldToAndKeepsThemApart(@TempDir Path elsewhere) throws Exception {
    // Given
    folder.drop("x.ndjson", json("r1"));
    folder.drop("north/x.ndjson", json("r2") + "\n-");
    folder.drop("south/deep/x.ndjson", json("r3"));
    folder.drop("south/bad.json", "[");
    folder.drop(".hidden/x.ndjson", json("r4"));
    Files.writeString(elsewhere.resolve("x.ndjson"), json("stolen"));
    Files.createSymbolicLink(folder.path("inbox/link"), elsewhere);

    // When
    folder.start("subfolders", "true");

    // Then
    for (String name : List.of("x.ndjson", "north/x.ndjson", "south/deep/x.ndjson")) {
      folder.awaitGone(name);
      assertThat(folder.path("done/" + name)).exists();
      assertThat(folder.path("results/" + name + ".results.ndjson")).exists();
    }
    folder.awaitFile("failed/south/bad.json.error.txt");
    assertThat(folder.placed()).containsExactlyInAnyOrder("r1", "r2", "r3");
    assertThat(folder.text("results/north/x.ndjson.rejected.ndjson")).isEqualTo("-\n");
    assertThat(folder.intake.sources()).containsEntry("r2", "file:north/x.ndjson#1");
    assertThat(elsewhere.resolve("x.ndjson")).exists();
  }

  @Test
  void readsAFileAtOnceWhenItHasItsName() throws Exception {
    // Given
    folder.start("ready", "rename", "minAge", "3600000");
    folder.drop("a.ndjson.tmp", json("r1"));
    folder.drop("b.ndjson.part", json("r2"));

    // When
    Files.move(folder.path("inbox/a.ndjson.tmp"), folder.path("inbox/a.ndjson"));

    // Then
    folder.awaitGone("a.ndjson");
    assertThat(folder.placed()).containsExactly("r1");
    assertThat(folder.path("inbox/b.ndjson.part")).exists();
  }

  @Test
  void countsRecordsByWhatBecameOfThem() throws Exception {
    // Given
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    folder.intake.context.getRegistry().bind("meters", meters);
    folder.drop("a.csv", CSV + "c1,w,G,i\r\nc2,,G,i\r\nc3,w,G,fail-me\r\nc4,w,G,i\r\n");

    // When
    folder.start();

    // Then
    folder.awaitGone("a.csv");
    assertThat(meters.get("workbin.file.records").tag("outcome", "placed").counter().count())
        .isEqualTo(2);
    assertThat(meters.get("workbin.file.records").tag("outcome", "refused").counter().count())
        .isEqualTo(1);
    assertThat(meters.get("workbin.file.records").tag("outcome", "failed").counter().count())
        .isEqualTo(1);
    assertThat(meters.get("workbin.file.reading").gauge().value()).isZero();
    assertThat(meters.getMeters().toString()).doesNotContain("a.csv");
  }

  @Test
  void movesNoFileOverOneThatWasPutThereMeanwhile() throws Exception {
    // Given
    folder.intake.gws.slow = true;
    folder.drop("a.ndjson", (json("r") + "\n").repeat(40));
    folder.start("concurrency", "1");
    org.awaitility.Awaitility.await().until(() -> !folder.placed().isEmpty());

    // When
    Files.createDirectories(data.resolve("done"));
    Files.writeString(data.resolve("done/a.ndjson"), "of another node");

    // Then
    folder.awaitGone("a.ndjson");
    assertThat(folder.text("done/a.ndjson")).isEqualTo("of another node");
    assertThat(folder.names("done")).containsExactly("2-a.ndjson", "a.ndjson");
  }

  @Test
  void everyRecordHasItsLineInTheResults() throws Exception {
    // Given
    StringBuilder csv = new StringBuilder(CSV);
    for (int i = 0; i < 500; i++) {
      csv.append(i % 7 == 0 ? "bad,,G,i\r\n" : "c" + i + ",w,G,i\r\n");
    }
    folder.drop("a.csv", csv.toString());

    // When
    folder.start();

    // Then
    folder.awaitGone("a.csv");
    List<JsonNode> results = folder.results("a.csv");
    assertThat(results)
        .extracting(line -> line.get("line").intValue())
        .doesNotHaveDuplicates()
        .hasSize(500);
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  private static String json(String requestId) {
    return "{\"requestId\":\"%s\",\"workbinId\":\"w1\",\"agentGroup\":\"G\",\"id\":\"i\"}"
        .formatted(requestId);
  }
}
