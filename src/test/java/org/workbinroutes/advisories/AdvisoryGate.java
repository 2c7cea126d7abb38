package org.workbinroutes.advisories;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares shipped libraries with known advisories: a library that is older than the fix needs a
 * state that says why the product is not affected.
 */
record AdvisoryGate(List<Advisory> advisories) {
  private static final Path FILE = Path.of("src/advisories/advisories.yaml");
  private static final Path TESTS = Path.of("src/test/java");

  static AdvisoryGate ofTheProduct() throws IOException {
    return new AdvisoryGate(
        YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build()
            .readValue(FILE.toFile(), new TypeReference<List<Advisory>>() {}));
  }

  /** What must change before the libraries may be shipped. */
  List<String> problems(List<Sbom.Library> libraries) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Advisory advisory : advisories) {
      List<Sbom.Library> open =
          libraries.stream()
              .filter(advisory::concerns)
              .filter(library -> !advisory.isFixedIn(library))
              .toList();
      if (advisory.isOfNothingShipped()) {
        if (!open.isEmpty()) {
          problems.add("%s: %s is shipped".formatted(advisory.ids(), open));
        }
      } else {
        for (String pattern : advisory.libraries()) {
          if (libraries.stream().noneMatch(library -> library.matches(pattern))) {
            problems.add(
                "%s: nothing shipped is %s; remove it, or its state is component_not_present"
                    .formatted(advisory.ids(), pattern));
          }
        }
      }
      if (!open.isEmpty() && advisory.state() == null) {
        problems.add(
            "%s: %s is older than %s; upgrade it, or write a state"
                .formatted(advisory.ids(), open, advisory.fixed()));
      }
      if (advisory.state() != null) {
        for (String test : advisory.state().tests()) {
          if (!isTest(test)) {
            problems.add("%s: there is no test %s".formatted(advisory.ids(), test));
          }
        }
      }
    }
    return problems;
  }

  private static boolean isTest(String name) throws IOException {
    String[] parts = name.split("#", 2);
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> sources = files.filter(file -> file.endsWith(parts[0] + ".java")).toList();
      return sources.size() == 1
          && (parts.length == 1
              || Files.readString(sources.get(0)).contains("void " + parts[1] + "("));
    }
  }
}
