package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;
import org.workbinroutes.gws.AddOperation;
import org.workbinroutes.gws.GroupKind;
import org.workbinroutes.gws.GroupWorkbin;
import org.workbinroutes.placement.PlacementRequest;

/**
 * What is written in a format is read back the same; and whatever stands in a file, each of its
 * records has a line in the results.
 */
class FilePropertiesTest {
  private static final String SEEDS = "org.workbinroutes.intake.SeededInputs#seeds";
  private static final String CHARACTERS = characters();
  private static final PlacementRequestParser PARSER = new PlacementRequestParser();
  private static final List<String> NAMES =
      List.of("a.json", "a.ndjson", "a.csv", "a.tsv", "a.xml", "a.csv.gz", "a.json.gz", "a.zip");
  private static final Figures ROUND_TRIP = new Figures("round trip");
  private static final Figures MUTATED = new Figures("mutated files");
  private static final Figures BYTES = new Figures("any bytes");

  @TempDir private static Path folder;

  @AfterAll
  static void tell() {
    System.out.println(ROUND_TRIP);
    System.out.println(MUTATED);
    System.out.println(BYTES);
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void whatIsWrittenIsReadBackTheSame(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 10; i++) {
      List<PlacementRequest> requests = requests(inputs);
      for (Map.Entry<String, byte[]> file : written(requests).entrySet()) {
        ROUND_TRIP.watch(
            () -> FileContents.of(folder, file.getKey(), file.getValue()),
            contents -> {
              ROUND_TRIP.records += contents.records();
              assertThat(contents.failure()).as(file.getKey()).isEmpty();
              assertThat(contents.refusals()).as(file.getKey()).isEmpty();
              assertThat(contents.requests()).as(file.getKey()).isEqualTo(requests);
            });
      }
      assertThat(XmlRecordsTest.validatedBySchema(FileTexts.xml(requests))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void noRecordOfADamagedFileIsWithoutItsResult(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 10; i++) {
      for (Map.Entry<String, byte[]> file : written(requests(inputs)).entrySet()) {
        byte[] damaged = file.getValue();
        for (long n = inputs.number(1, 4); n > 0; n--) {
          damaged = damage(damaged, inputs.random());
        }
        check(file.getKey(), damaged, MUTATED);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(SEEDS)
  void noBytesCrashOrHang(long seed) throws Exception {
    SeededInputs inputs = new SeededInputs(seed);
    for (int i = 0; i < 10; i++) {
      byte[] bytes = inputs.bytes();
      for (String name : NAMES) {
        check(name, bytes, BYTES);
      }
    }
  }

  /** Runs a file as the intake does, without placing anything. */
  private static void check(String name, byte[] bytes, Figures figures) throws Exception {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    FileFolders.Places places =
        new FileFolders.Places(
            folder.resolve("done"),
            folder.resolve("failed"),
            folder.resolve("error"),
            folder.resolve("results"),
            folder.resolve("rejected"));
    FileKind kind = FileKind.of(name).orElseThrow();
    FileReading reading =
        new FileReading(PlacementRequestParser.DEFAULT_MAX_BYTES, UTF_8, 1L << 30);
    FileRun run =
        new FileRun(
            new FileRun.Dropped(file, name, kind, "test", () -> false, FileIdentity.of(file), null),
            places,
            reading,
            PARSER,
            FileMetrics.none());
    figures.watch(
        () -> {
          long seen = 0;
          while (run.hasNext()) {
            PartRecord record = run.next();
            seen++;
            try {
              run.failed(record, run.parse(record), "not placed here");
            } catch (InvalidRequestException refusal) {
              run.refused(record, null, refusal.refusal());
            }
          }
          run.close();
          return seen;
        },
        seen -> {
          figures.records += seen;
          try (Stream<String> results = Files.lines(places.results())) {
            assertThat(results.count()).as("results of %s", name).isEqualTo(seen);
          }
          assertThat(seen > 0 || run.failure().isPresent()).as("%s tells", name).isTrue();
        });
  }

  private static Map<String, byte[]> written(List<PlacementRequest> requests) {
    String csv = FileTexts.csv(requests, ';', "\r\n");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a.json", FileTexts.json(requests).getBytes(UTF_8));
    files.put("a.ndjson", FileTexts.ndjson(requests).getBytes(UTF_8));
    files.put("a.csv", csv.getBytes(UTF_8));
    files.put("b.csv", ("\uFEFF" + FileTexts.csv(requests, ',', "\n")).getBytes(UTF_16LE));
    files.put("a.tsv", FileTexts.csv(requests, '\t', "\n").getBytes(UTF_8));
    files.put("a.xml", FileTexts.xml(requests).getBytes(UTF_8));
    files.put("a.csv.gz", FileTexts.gzip(csv.getBytes(UTF_8)));
    files.put("a.json.gz", FileTexts.gzip(FileTexts.json(requests).getBytes(UTF_8)));
    files.put("a.zip", FileTexts.zip("in/a.ndjson", FileTexts.ndjson(requests)));
    return files;
  }

  private static byte[] damage(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    byte[] damaged = bytes.clone();
    byte[] interesting = "\"',;\t\n\r<>&[]{}:\\\0".getBytes(UTF_8);
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = (byte) random.nextInt(256);
      case 1 -> damaged[at] = interesting[random.nextInt(interesting.length)];
      case 2 -> damaged = Arrays.copyOf(bytes, at);
      default -> System.arraycopy(bytes, 0, damaged, at, Math.min(at, bytes.length - at));
    }
    return damaged;
  }

  private static List<PlacementRequest> requests(SeededInputs inputs) {
    return LongStream.rangeClosed(1, inputs.number(1, 6)).mapToObj(i -> request(inputs)).toList();
  }

  private static PlacementRequest request(SeededInputs inputs) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (long i = inputs.number(0, 3); i > 0; i--) {
      attributes.put(text(inputs), inputs.textOf(CHARACTERS + "\n\t", 1, 60));
    }
    return new PlacementRequest(
        text(inputs),
        new GroupWorkbin(text(inputs), inputs.one(GroupKind.values()), text(inputs)),
        text(inputs),
        inputs.one(AddOperation.values()),
        inputs.one(true, false),
        attributes);
  }

  private static String text(SeededInputs inputs) {
    String text = inputs.textOf(CHARACTERS, 1, 40);
    return text.isBlank() ? text(inputs) : text;
  }

  /** Everything that all formats can hold: no control characters, no half pairs, no U+FFFE. */
  private static String characters() {
    String special = "\"',;&<>{}[]:\\/ äÖ客\u2028\u0301" + "]]>";
    return special.repeat(20)
        + "abcdefghijklmnopqrstuvwxyz0123456789".repeat(10)
        + IntStream.rangeClosed(0xa1, 0xd7ff)
            .filter(unit -> unit % 37 == 0)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
  }

  /** What a property has seen. */
  private static final class Figures {
    private final String what;
    private long inputs;
    private long records;
    private long crashes;
    private long hangs;
    private long drops;

    Figures(String what) {
      this.what = what;
    }

    /** Reads one input, and looks whether all of it is there. */
    <T> void watch(ThrowingSupplier<T> reading, ThrowingConsumer<T> complete) throws Exception {
      inputs++;
      T read;
      try {
        read = assertTimeoutPreemptively(Duration.ofSeconds(20), reading);
      } catch (AssertionFailedError tooLong) {
        hangs++;
        throw tooLong;
      } catch (Exception | Error crash) {
        crashes++;
        throw crash;
      }
      try {
        complete.accept(read);
      } catch (AssertionError dropped) {
        drops++;
        throw dropped;
      } catch (Throwable unexpected) {
        throw new AssertionError(unexpected);
      }
    }

    @Override
    public String toString() {
      return "%s: %d inputs, %d records, crashes %d, hangs %d, silent drops %d"
          .formatted(what, inputs, records, crashes, hangs, drops);
    }
  }
}
