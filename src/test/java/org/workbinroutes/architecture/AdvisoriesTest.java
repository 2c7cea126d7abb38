package org.workbinroutes.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.module.ModuleDescriptor.Version;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the libraries on the class path with {@code advisories.csv}, so that no change of the
 * library set brings a version back that has known holes.
 */
class AdvisoriesTest {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  /** Of the broker that only tests start; the enforcer keeps it out of every other scope. */
  private static final String TESTS_ONLY = "artemis-amqp-protocol";

  /** A jar on the class path. */
  private record Library(String artifact, String version) {}

  /** A line of the list. */
  private record Floor(String artifact, String except, String minimum, String advisories) {
    static Floor of(String line) {
      String[] cells = line.split(",", -1);
      assertThat(cells).as(line).hasSize(4);
      return new Floor(cells[0], cells[1], cells[2], cells[3]);
    }

    boolean concerns(Library library) {
      return matches(artifact, library.artifact()) && !matches(except, library.artifact());
    }

    boolean allows(Library library) {
      return Version.parse(library.version()).compareTo(Version.parse(minimum)) >= 0;
    }

    private static boolean matches(String pattern, String text) {
      return text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
  }

  @Test
  void noLibraryIsOlderThanTheVersionThatClosesItsAdvisories() throws IOException {
    // Given
    List<Library> libraries = libraries();
    // When
    List<String> tooOld = new ArrayList<>();
    for (Floor floor : floors()) {
      libraries.stream()
          .filter(floor::concerns)
          .filter(library -> !floor.allows(library))
          .forEach(library -> tooOld.add(library + " needs " + floor));
    }
    // Then
    assertThat(tooOld).isEmpty();
  }

  @Test
  void everyLineOfTheListConcernsALibraryThatIsThere() throws IOException {
    // Given
    List<Library> libraries = libraries();
    // When / Then
    assertThat(floors())
        .isNotEmpty()
        .allSatisfy(floor -> assertThat(libraries).anyMatch(floor::concerns));
  }

  @Test
  void noLibraryIsThereInTwoVersions() throws IOException {
    // Given
    List<Library> libraries = libraries();
    // When / Then
    assertThat(libraries.stream().collect(Collectors.groupingBy(Library::artifact)))
        .allSatisfy((artifact, versions) -> assertThat(versions).as(artifact).hasSize(1));
  }

  @Test
  void anOlderVersionWouldBeNoticed() {
    // Given
    Floor netty = Floor.of("netty-*,netty-tcnative-*,4.1.138.Final,CVE-2026-50010");
    // When / Then
    assertThat(netty.allows(new Library("netty-handler", "4.1.99.Final"))).isFalse();
    assertThat(netty.allows(new Library("netty-handler", "4.1.137.Final"))).isFalse();
    assertThat(netty.allows(new Library("netty-handler", "4.1.138.Final"))).isTrue();
    assertThat(netty.concerns(new Library("netty-tcnative-classes", "2.0.85.Final"))).isFalse();
  }

  private static List<Floor> floors() throws IOException {
    try (InputStream in = AdvisoriesTest.class.getResourceAsStream("/advisories.csv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Floor::of).toList();
    }
  }

  /** Found by their manifests: the path in java.class.path may be a jar that only names others. */
  private static List<Library> libraries() throws IOException {
    List<Library> libraries = new ArrayList<>();
    for (URL manifest :
        Collections.list(
            AdvisoriesTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      if (manifest.openConnection() instanceof JarURLConnection connection) {
        String file = Path.of(connection.getJarFileURL().getPath()).getFileName().toString();
        Matcher name = JAR.matcher(file);
        if (name.matches() && !name.group(1).equals(TESTS_ONLY)) {
          libraries.add(new Library(name.group(1), name.group(2)));
        }
      }
    }
    assertThat(libraries).hasSizeGreaterThan(100);
    return libraries;
  }
}
