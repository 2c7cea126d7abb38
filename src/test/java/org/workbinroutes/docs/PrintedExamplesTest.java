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
import org.junit.jupiter.api.Test;

/** The Java that docs/testing.md prints is the code of tests that run, to the letter. */
class PrintedExamplesTest {
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```$");
  private static final Path EXAMPLES = Path.of("src/test/java/org/workbinroutes/examples");

  @Test
  void everyPrintedPieceRunsAsATest() throws IOException {
    // Given
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        sources.add(Files.readString(file));
      }
    }
    // When
    Matcher block = JAVA.matcher(Files.readString(Path.of("docs", "testing.md")));
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
