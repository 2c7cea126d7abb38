package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.outage.CapturedLog;
import org.workbinroutes.placement.PlacementRequest;

class PackedFilesTest {
  private static final String LINE =
      "{\"requestId\":\"r1\",\"workbinId\":\"w\",\"agentGroup\":\"G\",\"id\":\"i\"}\n";

  @TempDir Path folder;

  @Test
  void readsTheMembersOfAGzip() throws Exception {
    // Given
    byte[] two =
        concat(
            FileTexts.gzip(LINE.getBytes(UTF_8)),
            FileTexts.gzip(LINE.replace("r1", "r2").getBytes(UTF_8)));

    // When
    FileContents contents = FileContents.of(folder, "a.ndjson.gz", two);

    // Then
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r2");
    assertThat(contents.failure()).isEmpty();
  }

  @Test
  void takesZerosBehindAGzipForPadding() throws Exception {
    // When
    FileContents contents =
        FileContents.of(
            folder, "a.ndjson.gz", concat(FileTexts.gzip(LINE.getBytes(UTF_8)), new byte[100]));

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.failure()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 30, 40, 200, 100_000})
  void dropsNothingBehindAGzipSilently(int length) throws Exception {
    // Given
    byte[] rest = new byte[length];
    Arrays.fill(rest, (byte) 'x');

    // When
    FileContents contents =
        FileContents.of(folder, "a.ndjson.gz", concat(FileTexts.gzip(LINE.getBytes(UTF_8)), rest));

    // Then
    assertThat(contents.failure()).get().asString().contains("pack the file again");
  }

  @Test
  void noticesEveryPlaceWhereAGzipBreaksOff() throws Exception {
    // Given
    byte[] whole = FileTexts.gzip(LINE.repeat(3).getBytes(UTF_8));

    for (int length = 0; length < whole.length; length++) {
      // When
      FileContents contents = FileContents.of(folder, "a.ndjson.gz", Arrays.copyOf(whole, length));

      // Then
      assertThat(contents.failure()).as("cut at %d", length).isPresent();
    }
  }

  @Test
  void noticesADamagedGzip() throws Exception {
    // Given
    byte[] damaged = FileTexts.gzip(LINE.getBytes(UTF_8));
    damaged[damaged.length - 5] ^= 1;

    // When
    FileContents contents = FileContents.of(folder, "a.ndjson.gz", damaged);

    // Then
    assertThat(contents.failure()).get().asString().contains("damaged");
    assertThat(contents.records()).isZero();
  }

  @Test
  void readsTheEntriesOfAZip() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", LINE.getBytes(UTF_8));
    entries.put("folder/", new byte[0]);
    entries.put("folder/b.csv", "requestId,workbinId,agentGroup,id\nr2,w,g,i".getBytes(UTF_8));
    entries.put(
        "c.xml",
        "<placements><placement requestId='r3' workbinId='w' agentGroup='g' id='i'/></placements>"
            .getBytes(UTF_8));
    entries.put("README.txt", "hello".getBytes(UTF_8));
    entries.put("__MACOSX/._a.ndjson", new byte[] {0, 5, 22, 7});
    entries.put(".DS_Store", new byte[] {1});

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r2", "r3");
  }

  @Test
  void anEntryThatIsBrokenSpoilsNoOther() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.json", "[{]".getBytes(UTF_8));
    entries.put("b.ndjson", LINE.getBytes(UTF_8));

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.failure()).get().asString().startsWith("a.json: this is not JSON");
  }

  @Test
  void makesTheRequestIdOfAnEntryFromItsNameToo() throws Exception {
    // Given
    byte[] line = LINE.replace("\"requestId\":\"r1\",", "").getBytes(UTF_8);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", line);
    entries.put("b.ndjson", line);

    // When
    FileContents first = FileContents.of(folder, "a.zip", FileTexts.zip(entries));
    FileContents again = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(first.requests())
        .extracting(PlacementRequest::requestId)
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(again.requests()).isEqualTo(first.requests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a.ndjson",
        "x/../../a.ndjson",
        "/etc/a.ndjson",
        "C:\\a.ndjson",
        "a\\..\\b.ndjson",
        "a//b.ndjson",
        "a\nb.ndjson",
        "..",
        "../",
      })
  void refusesAZipWithANameThatLeadsElsewhere(String name) throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("good.ndjson", LINE.getBytes(UTF_8));
    entries.put(name, LINE.getBytes(UTF_8));

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure())
        .get()
        .asString()
        .contains("the name of entry 2", "is no plain one");
    assertThat(folder.resolveSibling("a.ndjson")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b.ndjson",
        "${x}.ndjson",
        "./b.ndjson",
        "sub\\b.ndjson",
        "_b.ndjson",
        "(1) b's & #2 ~ 100%!.ndjson",
        "Aufträge/über.ndjson"
      })
  void readsAnEntryOfEveryNameThatLeadsNowhere(String name) throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", LINE.getBytes(UTF_8));
    entries.put(name, LINE.replace("r1", "r2").getBytes(UTF_8));

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests())
        .extracting(PlacementRequest::requestId)
        .containsExactly("r1", "r2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".DS_Store", "in/.DS_Store", "in/._b.csv", "__MACOSX/in/._b.csv", "in/~$b.csv"})
  void passesOverWhatSystemsPutBesideFiles(String name) throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("in/b.ndjson", LINE.getBytes(UTF_8));
    entries.put(name, new byte[] {0, 5, 22, 7});

    // When
    FileContents contents;
    try (CapturedLog log = CapturedLog.ofAll()) {
      contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));
      assertThat(log.lines()).anyMatch(line -> line.contains("1 entries are passed over"));
    }

    // Then
    assertThat(contents.failure()).isEmpty();
    assertThat(contents.requests()).hasSize(1);
  }

  @Test
  void readsAnArchiveBehindSomethingElse() throws Exception {
    // Given
    byte[] zip = concat(new byte[1_000], FileTexts.zip("a.ndjson", LINE));

    // When
    FileContents contents = FileContents.of(folder, "a.zip", zip);

    // Then
    assertThat(contents.requests()).hasSize(1);
    assertThat(contents.failure()).isEmpty();
  }

  @Test
  void givesOutNoRecordOfAnEntryThatIsDamagedAtItsEnd() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", LINE.repeat(1_000).getBytes(UTF_8));
    entries.put("b.ndjson", LINE.replace("r1", "r2").getBytes(UTF_8));
    byte[] zip = FileTexts.zip(entries);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < zip.length - 4; i++) {
      if (bytes.getInt(i) == 0x02014b50) {
        bytes.putInt(i + 16, bytes.getInt(i + 16) ^ 1);
        break;
      }
    }

    // When
    FileContents contents = FileContents.of(folder, "a.zip", zip);

    // Then
    assertThat(contents.requests()).extracting(PlacementRequest::requestId).containsExactly("r2");
    assertThat(contents.failure()).get().asString().contains("a.ndjson: ", "damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b.zip", "b.csv.gz", "b.jar", "b.tar", "b.7z", "B.ZIP", "b.tgz"})
  void refusesAZipWithAnArchiveInIt(String name) throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("good.ndjson", LINE.getBytes(UTF_8));
    entries.put(name, FileTexts.zip("x.ndjson", LINE));

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure()).get().asString().contains("is packed itself");
  }

  @Test
  void refusesAZipWithTooManyEntries() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i <= FileReading.MAX_ENTRIES; i++) {
      entries.put(i + ".ndjson", new byte[0]);
    }

    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip(entries));

    // Then
    assertThat(contents.failure()).get().asString().contains("more than 1000 entries");
  }

  @Test
  void refusesAZipWithNothingToRead() throws Exception {
    // When
    FileContents contents = FileContents.of(folder, "a.zip", FileTexts.zip("a.txt", "x"));

    // Then
    assertThat(contents.failure()).get().asString().contains("no entry ends in one of .json");
  }

  @Test
  void refusesTwoEntriesOfOneName() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", LINE.getBytes(UTF_8));
    entries.put("b.ndjson", LINE.getBytes(UTF_8));
    byte[] zip = FileTexts.zip(entries);
    for (int i = 0; i < zip.length - 8; i++) {
      if (new String(zip, i, 8, UTF_8).equals("b.ndjson")) {
        zip[i] = 'a';
      }
    }

    // When
    FileContents contents = FileContents.of(folder, "a.zip", zip);

    // Then
    assertThat(contents.records()).isZero();
    assertThat(contents.failure()).isPresent();
  }

  @Test
  void noticesEveryPlaceWhereAZipBreaksOff() throws Exception {
    // Given
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.ndjson", LINE.getBytes(UTF_8));
    entries.put("b.ndjson", LINE.getBytes(UTF_8));
    byte[] whole = FileTexts.zip(entries);

    for (int length = 0; length < whole.length; length++) {
      // When
      FileContents contents = FileContents.of(folder, "a.zip", Arrays.copyOf(whole, length));

      // Then
      assertThat(contents.failure()).as("cut at %d", length).isPresent();
    }
  }

  @Test
  void noticesEveryDamagedByteOfAnEntry() throws Exception {
    // Given
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry stored = new ZipEntry("a.ndjson");
      zip.putNextEntry(stored);
      zip.setLevel(0);
      zip.write(LINE.getBytes(UTF_8));
    }
    byte[] damaged = bytes.toByteArray();
    for (int i = 0; i < damaged.length - 2; i++) {
      if (damaged[i] == '"' && damaged[i + 1] == 'r' && damaged[i + 2] == '1') {
        damaged[i + 2] = '2';
      }
    }

    // When
    FileContents contents = FileContents.of(folder, "a.zip", damaged);

    // Then
    assertThat(contents.failure()).get().asString().contains("damaged");
  }

  @Test
  void endsABomb() throws Exception {
    // Given
    byte[] much = new byte[40 * 1024 * 1024];
    Arrays.fill(much, (byte) ' ');

    // When
    FileContents gz = FileContents.of(folder, "a.ndjson.gz", FileTexts.gzip(much));
    FileContents zip = FileContents.of(folder, "a.zip", FileTexts.zip(Map.of("a.ndjson", much)));

    // Then
    assertThat(gz.failure()).get().asString().contains("more than 250 times its size");
    assertThat(zip.failure()).get().asString().contains("more than 250 times its size");
  }

  @Test
  void endsWhatUnpacksToMoreThanItIsTold() throws Exception {
    // Given
    Path file = folder.resolve("a.zip");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      entries.put(i + ".ndjson", LINE.repeat(10).getBytes(UTF_8));
    }
    Files.write(file, FileTexts.zip(entries));

    // When
    FileContents contents = FileContents.of(file, 2_000);

    // Then
    assertThat(contents.failure())
        .get()
        .asString()
        .contains("more than 2000 bytes", "maxUnpackedSize");
    assertThat(contents.records()).isLessThan(40);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
