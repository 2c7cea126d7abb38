package org.workbinroutes.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.workbinroutes.outage.CapturedLog;

/**
 * Files as other programs write them, each from a situation in a public bug report, through the
 * shipped route: where the file goes, what is placed, how many are refused, and what the text says.
 */
class CaseFilesTest {
  private static final String NONE = "";

  @TempDir private static Path data;
  private static DropFolder folder;
  private static CapturedLog log;

  @BeforeAll
  static void dropAll() throws Exception {
    log = CapturedLog.ofAll();
    folder = new DropFolder(data);
    Path cases = Path.of(CaseFilesTest.class.getResource("cases").toURI());
    try (Stream<Path> files = Files.list(cases)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        folder.drop(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    folder.start();
  }

  @AfterAll
  static void stop() {
    folder.close();
    log.close();
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        done("c01.csv", ids("c01", 1, 2), 0),
        failed("c02b.csv", NONE, "UTF-16 without a byte order mark", "UTF-16LE"),
        done("c03b.csv", ids("c03b", 1), 0),
        done("c04.csv", ids("c04", 1, 2), 0),
        done("c14.csv", ids("c14", 1), 0),
        done("c16.csv", ids("c16", 1, 2), 0, "interactionId", "spreadsheet"),
        done("c17.csv", "c17-1 ,c17-2,c17-3", 0, "begins or ends with a blank", "U+00A0", "U+200B"),
        done("c28.csv", ids("c28", 1, 2), 1, "repeats the header"),
        done("c36.csv", ids("c36", 1), 0),
        done("c37.csv", ids("c37", 1, 2, 3, 4, 5), 5, "REJECTED"),
        failed("j02b.json", NONE, "UTF-16 without a byte order mark: save it as UTF-8"),
        done("j09.ndjson", ids("j09", 3), 2, "/attributes/t", "control character at position 2"),
        done("j13.json", NONE, 1, "'placements'", "give the array alone"),
        done("j23.json", ids("j23", 1, 3), 1, "a limit is exceeded at line"),
        done("j25.json", j25(), 1, "not UTF-8 at line 301, column "),
        done("n02.jsonl", NONE, 12, "line 2, column", "one whole object stands on each line"),
        done("n04.jsonl", ids("n04", 3), 2, "at line 2, column 133"),
        failed("n12.ndjson", NONE, "the text is UTF-16: save it as UTF-8"),
        failed("x05.xml", NONE, "line 2: ", "namespace"),
        done("x06.xml", ids("x06", 1), 0),
        failed("x09.xml", NONE, "line 2: there is a processing instruction"),
        failed("x10.xml", NONE, "line 1", "before <?xml"),
        done("x13.xml", ids("x13", 1), 0),
        failed("x18.xml", NONE, "line 2: the root is <placement>, not <placements>"),
        done("x23.xml", ids("x23", 3), 2, "/x:y", "/xml:lang"),
        failed("x24.xml", NONE, "line 2: the root is <soap:Envelope>, not <placements>"),
        done("x25.xml", ids("x25", 1), 0),
        failed("x26.xml", NONE, "line 6: there is a processing instruction"),
        failed("x27.xml", NONE, "line 6: the root is <Placements>, not <placements>"),
        done("x28.xml", ids("x28", 1), 0),
        failed("g09.json.gz", NONE, "packed twice"),
        failed("g10.ndjson.gz", NONE, "damaged"),
        failed("z01.zip", NONE, "a.csv: it is encrypted", "password"),
        done("z02b.zip", ids("z02b", 1), 0),
        done("z02c.zip", ids("z02c", 1), 0),
        done("z09.zip", ids("z09", 1), 0),
        done("z10.zip", ids("z10", 1, 2), 0, "Aufträge.csv"),
        failed("z12.zip", ids("z12", 2), "a.csv: it is packed by bzip2"),
        done("z15.zip", ids("z15", 1), 0, "exports/a.csv"),
        done("z21.zip", ids("z21", 1), 0),
        failed("z22.zip", ids("z22", 2), "a.csv: the packed data is damaged"),
        failed("z24.json", NONE, "it is a .zip archive, no text"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isReadAsAnExpertWouldExpect(
      String name, String where, String placed, long refused, List<String> texts) throws Exception {
    // When
    folder.awaitGone(name);

    // Then
    String stem = name.substring(0, name.indexOf('.'));
    List<JsonNode> results = folder.results(name);
    assertThat(folder.path(where + '/' + name)).exists();
    assertThat(folder.placed())
        .filteredOn(id -> id.startsWith(stem + '-'))
        .containsExactlyInAnyOrder(placed.isEmpty() ? new String[0] : placed.split(","));
    assertThat(results)
        .filteredOn(line -> line.get("state").textValue().startsWith("RE"))
        .hasSize((int) refused);
    String told =
        where.equals("failed")
            ? folder.text("failed/" + name + ".error.txt")
            : results.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
    assertThat(texts).allSatisfy(text -> assertThat(told).contains(text));
    boolean any = results.stream().anyMatch(line -> line.get("state").asText().equals("ACCEPTED"));
    assertThat(log.linesWith("The file " + name + ' '))
        .singleElement()
        .asString()
        .startsWith(any && where.equals("done") ? "INFO" : "WARN");
  }

  private static Arguments done(String name, String placed, long refused, String... texts) {
    return Arguments.of(name, "done", placed, refused, List.of(texts));
  }

  private static Arguments failed(String name, String placed, String... texts) {
    return Arguments.of(name, "failed", placed, 0L, List.of(texts));
  }

  private static String ids(String stem, int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number -> stem + '-' + number)
        .collect(Collectors.joining(","));
  }

  private static String j25() {
    return ids("j25", IntStream.rangeClosed(1, 400).filter(i -> i != 300).toArray());
  }
}
