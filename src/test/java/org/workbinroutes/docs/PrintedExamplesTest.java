package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code that the guides print is the code of tests and applications that run, to the letter. */
class PrintedExamplesTest {
  private static final Pattern CODE =
      Pattern.compile("(?ms)^```(?:java|yaml|properties)\n(.*?)^```$");

  @ParameterizedTest
  @CsvSource({
    "docs/testing.md, src/test/java/org/workbinroutes/examples",
    "docs/embedding.md, src/it",
  })
  void everyPrintedPieceRuns(Path guide, Path examples) throws IOException {
    // Given
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(examples)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.add(Files.readString(file));
      }
    }
    // When
    Matcher block = CODE.matcher(Files.readString(guide));
    List<String> printed = new ArrayList<>();
    while (block.find()) {
      printed.add(block.group(1));
    }
    // Then
    assertThat(printed).hasSizeGreaterThan(1);
    for (String piece : printed) {
      assertThat(sources).as(piece).anyMatch(source -> source.contains(piece));
    }
  }
}
