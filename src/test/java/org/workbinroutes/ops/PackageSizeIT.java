package org.workbinroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size of the package, and what makes it. */
class PackageSizeIT {
  private static final Path TARGET = Path.of("target");
  private static final Path LIB = TARGET.resolve("workbin-routes/lib");
  private static final long LIMIT = 60_000_000;
  private static final int LARGEST = 20;
  private static final double MEGABYTE = 1_000_000;
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| ([0-9.]+) \\|$");

  private record Jar(String artifact, long bytes) {
    String row() {
      return String.format(Locale.ROOT, "| `%s` | %.1f |", artifact, bytes / MEGABYTE);
    }
  }

  @Test
  void theJarsAndTheZipTakeAtMost60Megabytes() throws IOException {
    assertThat(jars().stream().mapToLong(Jar::bytes).sum()).isLessThanOrEqualTo(LIMIT);
    assertThat(Files.size(TARGET.resolve("workbin-routes.zip"))).isLessThanOrEqualTo(LIMIT);
  }

  @Test
  void theDocumentNamesTheLargestJars() throws IOException {
    // Given
    List<Jar> largest = jars().stream().limit(LARGEST).toList();
    String table = largest.stream().map(Jar::row).collect(Collectors.joining("\n"));
    // When
    Map<String, Double> documented = documented();
    // Then
    assertThat(documented.keySet())
        .as("docs/performance.md has to say\n%s", table)
        .containsExactlyInAnyOrderElementsOf(largest.stream().map(Jar::artifact).toList());
    assertThat(largest)
        .allSatisfy(
            jar ->
                assertThat(documented.get(jar.artifact()))
                    .as("%s; docs/performance.md has to say\n%s", jar.artifact(), table)
                    .isCloseTo(jar.bytes() / MEGABYTE, within(0.1)));
  }

  @Test
  void theLibrariesOfSqliteAreFiles() throws IOException {
    try (Stream<Path> files = Files.walk(LIB.resolve("native"))) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(file -> LIB.relativize(file.getParent()).toString())
          .containsExactlyInAnyOrder(
              "native/Linux/x86_64",
              "native/Linux/aarch64",
              "native/Linux-Musl/x86_64",
              "native/Linux-Musl/aarch64",
              "native/Mac/x86_64",
              "native/Mac/aarch64",
              "native/Windows/x86_64");
    }
    try (Stream<Path> files = Files.list(LIB)) {
      Path driver =
          files
              .filter(file -> file.getFileName().toString().startsWith("sqlite-jdbc-"))
              .findAny()
              .orElseThrow();
      try (JarFile jar = new JarFile(driver.toFile())) {
        assertThat(jar.stream()).noneMatch(entry -> entry.getName().contains("/native/"));
      }
    }
  }

  private static List<Jar> jars() throws IOException {
    try (Stream<Path> files = Files.list(LIB)) {
      return files
          .map(Path::toFile)
          .filter(file -> file.getName().endsWith(".jar"))
          .map(file -> new Jar(file.getName().replaceFirst("-\\d.*", ""), file.length()))
          .sorted(Comparator.comparingLong(Jar::bytes).reversed())
          .toList();
    }
  }

  private static Map<String, Double> documented() throws IOException {
    String page = Files.readString(Path.of("docs", "performance.md"));
    String section = page.substring(page.indexOf("## Size of the package"));
    Map<String, Double> documented = new LinkedHashMap<>();
    for (MatchResult row : ROW.matcher(section).results().toList()) {
      documented.put(row.group(1), Double.valueOf(row.group(2)));
    }
    return documented;
  }
}
