package org.workbinroutes.advisories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.advisories.Advisory.Justification;

class AdvisoryGateTest {
  private static final String JMS = "org.apache.camel:camel-jms";
  private static final String THIS_TEST =
      "AdvisoryGateTest#aFixAboveTheShippedVersionNeedsAStateWithTestsThatExist";

  @ParameterizedTest
  @CsvSource({
    "4.14.5, false",
    "4.14.6, true",
    "4.17.0, false",
    "4.18.1, false",
    "4.18.10, true",
    "4.19.0, false",
    "4.20.0, true",
    "4.22.0, true",
    "5.0.0, true"
  })
  void aVersionIsFixedFromTheFixOfItsOwnLineOn(String version, boolean fixed) {
    // Given
    Advisory advisory = advisory(JMS, null, List.of("4.14.6", "4.18.2", "4.20.0"), null);
    // When / Then
    assertThat(advisory.isFixedIn(library(JMS, version))).isEqualTo(fixed);
  }

  @Test
  void aFixAboveTheShippedVersionNeedsAStateWithTestsThatExist() throws IOException {
    // Given
    List<String> fixed = List.of("4.22.1");
    // When / Then
    assertThat(problems(advisory(JMS, null, fixed, null)))
        .singleElement()
        .asString()
        .contains("CVE-2099-1", JMS + ":4.22.0", "is older than [4.22.1]");
    assertThat(problems(advisory(JMS, null, fixed, mitigated("AdvisoryGateTest")))).isEmpty();
    assertThat(problems(advisory(JMS, null, fixed, mitigated(THIS_TEST)))).isEmpty();
    assertThat(problems(advisory(JMS, null, fixed, mitigated("AdvisoryGateTest#gone"))))
        .singleElement()
        .asString()
        .contains("there is no test AdvisoryGateTest#gone");
    assertThat(problems(advisory(JMS, null, List.of("4.22.0"), null))).isEmpty();
  }

  @Test
  void aMitigationNamesItsTests() {
    assertThatThrownBy(AdvisoryGateTest::mitigated).hasMessageContaining("name the tests");
  }

  @Test
  void whatIsSaidNotToBeShippedIsNot() throws IOException {
    // Given
    Advisory.State absent =
        new Advisory.State(Justification.COMPONENT_NOT_PRESENT, "not shipped", null);
    // When / Then
    assertThat(problems(advisory("io.netty:*", null, List.of("4.1.1"), null)))
        .singleElement()
        .asString()
        .contains("nothing shipped is io.netty:*");
    assertThat(problems(advisory("io.netty:*", null, List.of("4.1.1"), absent))).isEmpty();
    assertThat(problems(advisory(JMS, null, List.of("4.23.0"), absent)))
        .singleElement()
        .asString()
        .contains(JMS + ":4.22.0] is shipped");
  }

  @Test
  void librariesWithANumberingOfTheirOwnCanBeLeftOut() {
    // Given
    Advisory netty =
        advisory("io.netty:netty-*", "io.netty:netty-tcnative-*", List.of("4.1.138.Final"), null);
    // When / Then
    assertThat(netty.concerns(library("io.netty:netty-tcnative-classes", "2.0.85"))).isFalse();
    assertThat(netty.isFixedIn(library("io.netty:netty-handler", "4.1.99.Final"))).isFalse();
    assertThat(netty.isFixedIn(library("io.netty:netty-handler", "4.1.138.Final"))).isTrue();
  }

  @Test
  void theVexDocumentTellsFixedLibrariesFromOthers() throws IOException {
    // Given
    Advisory advisory =
        advisory("org.apache.camel:camel-*", null, List.of("4.22.0"), mitigated(THIS_TEST));
    Sbom sbom =
        new Sbom(
            "pkg:maven/org.workbinroutes/workbin-routes@1",
            List.of(library(JMS, "4.22.0"), library("org.apache.camel:camel-cometd", "4.17.0")));
    // When
    JsonNode statements =
        new ObjectMapper()
            .readTree(SupplyChainDocuments.openVex(List.of(advisory), sbom, "2026-11-24T00:00:00Z"))
            .path("statements");
    // Then
    assertThat(statements).hasSize(2);
    assertThat(statements.path(0).toString())
        .contains("CVE-2099-1", "\"fixed\"", "camel-jms@4.22.0")
        .doesNotContain("cometd");
    assertThat(statements.path(1).toString())
        .contains(
            "CVE-2099-1",
            "\"not_affected\"",
            "inline_mitigations_already_exist",
            "refused Tests: " + THIS_TEST,
            "camel-cometd@4.17.0")
        .doesNotContain("jms");
  }

  @Test
  void theBuildFailsAtAnOldLibrary(@TempDir Path folder) throws IOException {
    // Given
    Files.writeString(
        folder.resolve("workbin-routes.cdx.json"),
        """
        {"components": [
          {"group": "io.netty", "name": "netty-handler", "version": "4.1.137.Final"}
        ]}
        """);
    // When / Then
    assertThatThrownBy(
            () ->
                SupplyChainDocuments.main(new String[] {folder.toString(), "2026-11-24T00:00:00Z"}))
        .hasMessageContaining(
            "[io.netty:netty-handler:4.1.137.Final] is older than [4.1.138.Final]");
    assertThat(folder).isDirectoryNotContaining("glob:**openvex*");
  }

  private static List<String> problems(Advisory advisory) throws IOException {
    return new AdvisoryGate(List.of(advisory)).problems(List.of(library(JMS, "4.22.0")));
  }

  private static Advisory advisory(
      String libraries, String except, List<String> fixed, Advisory.State state) {
    return new Advisory(List.of("CVE-2099-1"), List.of(libraries), except, fixed, state);
  }

  private static Advisory.State mitigated(String... tests) {
    return new Advisory.State(
        Justification.INLINE_MITIGATIONS_ALREADY_EXIST, "refused", List.of(tests));
  }

  private static Sbom.Library library(String coordinates, String version) {
    String[] names = coordinates.split(":", 2);
    String purl = "pkg:maven/%s/%s@%s".formatted(names[0], names[1], version);
    return new Sbom.Library(names[0], names[1], version, purl, List.of());
  }
}
