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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The code that the guides print is the code of tests and applications that run, to the letter,
 * with the version of this build.
 */
class PrintedExamplesTest {
  private static final Pattern CODE =
      Pattern.compile("(?ms)^```(?:java|yaml|properties|xml)\n(.*?)^```$");

  private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

  @ParameterizedTest
  @ValueSource(strings = {"docs/testing.md", "docs/embedding.md"})
  void everyPrintedPieceRuns(Path guide) throws IOException {
    // Given
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    List<String> sources = new ArrayList<>();
    for (String examples : List.of("src/test/java/org/workbinroutes/examples", "src/it")) {
      try (Stream<Path> files = Files.walk(Path.of(examples))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sources.add(Files.readString(file).replace("@project.version@", version.group(1)));
        }
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
