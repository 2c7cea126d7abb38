package org.workbinroutes.intake;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.function.ThrowingSupplier;
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
  private static final PlacementRequestParser PARSER = new PlacementRequestParser();
  private static final List<String> NAMES =
      List.of("a.json", "a.ndjson", "a.csv", "a.tsv", "a.xml", "a.csv.gz", "a.json.gz", "a.zip");
  private static final Figures ROUND_TRIP = new Figures("round trip");
  private static final Figures MUTATED = new Figures("mutated files");
  private static final Figures BYTES = new Figures("any bytes");

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("file-properties");
  }

  @AfterContainer
  static void tell() throws IOException {
    System.out.println(ROUND_TRIP);
    System.out.println(MUTATED);
    System.out.println(BYTES);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void whatIsWrittenIsReadBackTheSame(@ForAll("requests") List<PlacementRequest> requests)
      throws Exception {
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

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void noRecordOfADamagedFileIsWithoutItsResult(
      @ForAll("requests") List<PlacementRequest> requests, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    for (Map.Entry<String, byte[]> file : written(requests).entrySet()) {
      byte[] damaged = file.getValue();
      for (int i = random.nextInt(4); i >= 0; i--) {
        damaged = damage(damaged, random);
      }
      check(file.getKey(), damaged, MUTATED);
    }
  }

  @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
  void noBytesCrashOrHang(@ForAll byte[] bytes) throws Exception {
    for (String name : NAMES) {
      check(name, bytes, BYTES);
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
              run.refused(record, refusal);
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

  @Provide
  Arbitrary<List<PlacementRequest>> requests() {
    Arbitrary<String> text =
        chars("").ofMinLength(1).ofMaxLength(40).filter(each -> !each.isBlank());
    Arbitrary<String> value = chars("\n\t").ofMinLength(1).ofMaxLength(60);
    Arbitrary<Map<String, String>> attributes = Arbitraries.maps(text, value).ofMaxSize(3);
    return Combinators.combine(
            text,
            text,
            Arbitraries.of(GroupKind.values()),
            text,
            text,
            Arbitraries.of(AddOperation.values()),
            Arbitraries.of(true, false),
            attributes)
        .as(
            (requestId, workbin, kind, group, interaction, operation, saveLar, free) ->
                new PlacementRequest(
                    requestId,
                    new GroupWorkbin(workbin, kind, group),
                    interaction,
                    operation,
                    saveLar,
                    new LinkedHashMap<String, Object>(free)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** Everything that all formats can hold: no control characters, no half pairs, no U+FFFE. */
  private static StringArbitrary chars(String more) {
    String special = "\"',;&<>{}[]:\\/ äÖ客\u2028\u0301" + "]]>" + more;
    return Arbitraries.strings()
        .withChars(
            special
                .chars()
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining())
                .toCharArray())
        .withCharRange('a', 'z')
        .withCharRange('0', '9')
        .withCharRange('\u00a1', '\ud7ff');
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
