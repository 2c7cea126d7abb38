package org.workbinroutes.advisories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The libraries in the package, and what it says about them. */
class ShippedLibrariesIT {
  private static final Path PACKAGE = Path.of("target/workbin-routes");
  private static final Path SBOM = PACKAGE.resolve("workbin-routes.cdx.json");

  private static Sbom sbom;

  @BeforeAll
  static void readSbom() throws IOException {
    assumeTrue(
        Files.exists(SBOM) || !Boolean.getBoolean("workbinroutes.offline"),
        "CycloneDX does not run offline");
    sbom = Sbom.read(SBOM);
  }

  @Test
  void theSbomListsTheJarsInLib() throws IOException {
    try (Stream<Path> files = Files.list(PACKAGE.resolve("lib"))) {
      List<String> jars =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar") && !name.startsWith("workbin-routes-"))
              .toList();
      assertThat(sbom.libraries())
          .as("an SBOM of an earlier build? CycloneDX does not run offline")
          .extracting(library -> library.artifact() + "-" + library.version() + ".jar")
          .containsExactlyInAnyOrderElementsOf(jars);
    }
  }

  @Test
  void everyKnownAdvisoryIsClosedOrHasAState() throws IOException {
    assertThat(AdvisoryGate.ofTheProduct().problems(sbom.libraries())).isEmpty();
  }

  @Test
  void theVexDocumentNamesEveryAdvisory() throws IOException {
    assertThat(
            new ObjectMapper()
                .readTree(PACKAGE.resolve("workbin-routes.openvex.json").toFile())
                .findValues("vulnerability"))
        .extracting(vulnerability -> vulnerability.path("name").asText())
        .containsAll(
            AdvisoryGate.ofTheProduct().advisories().stream()
                .flatMap(advisory -> advisory.ids().stream())
                .toList());
  }

  @Test
  void everyLibraryHasALicense() throws IOException {
    assertThat(sbom.libraries())
        .isNotEmpty()
        .allSatisfy(library -> assertThat(library.licenses()).as(library.purl()).isNotEmpty());
    assertThat(Files.readString(PACKAGE.resolve("THIRD-PARTY.txt")))
        .contains(sbom.libraries().stream().map(library -> library + "  ").toList());
  }
}
