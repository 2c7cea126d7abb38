package org.workbinroutes.advisories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A software bill of materials in CycloneDX's JSON format.
 *
 * @param product its package URL
 */
record Sbom(String product, List<Library> libraries) {

  /**
   * A library.
   *
   * @param purl its package URL
   * @param licenses SPDX identifiers, or the names in its POM
   */
  record Library(
      String group, String artifact, String version, String purl, List<String> licenses) {
    String coordinates() {
      return group + ":" + artifact;
    }

    /** Whether it has these coordinates, in which {@code *} is any text. */
    boolean matches(String pattern) {
      return coordinates().matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    @Override
    public String toString() {
      return coordinates() + ":" + version;
    }
  }

  static Sbom read(Path file) throws IOException {
    JsonNode bom = new ObjectMapper().readTree(file.toFile());
    return new Sbom(
        purl(bom.path("metadata").path("component")),
        stream(bom.path("components")).map(Sbom::library).toList());
  }

  private static Library library(JsonNode component) {
    return new Library(
        component.path("group").asText(),
        component.path("name").asText(),
        component.path("version").asText(),
        purl(component),
        stream(component.path("licenses")).map(Sbom::license).toList());
  }

  private static String license(JsonNode choice) {
    JsonNode license = choice.path("license");
    return choice
        .path("expression")
        .asText(license.path("id").asText(license.path("name").asText()));
  }

  /** Without qualifiers, as scanners compare them. */
  private static String purl(JsonNode component) {
    return component.path("purl").asText().replaceFirst("\\?.*", "");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
