package org.workbinroutes.advisories;

import static java.util.Objects.requireNonNull;

import java.lang.module.ModuleDescriptor.Version;
import java.util.Comparator;
import java.util.List;

/**
 * An entry of {@code advisories.yaml}: advisories that were closed by the same versions of the same
 * libraries.
 *
 * @param ids CVE, GHSA or ticket numbers
 * @param libraries {@code group:artifact} each, {@code *} is any text
 * @param except libraries that {@code libraries} matches and that are not concerned, or null
 * @param fixed the first fixed version of each maintained line
 * @param state why a shipped version may be older than the fix, or null if none is
 */
record Advisory(
    List<String> ids, List<String> libraries, String except, List<String> fixed, State state) {

  /**
   * The answer to a scanner that finds the advisory.
   *
   * @param impact why the product is not affected
   * @param tests the tests that show it, {@code Class} or {@code Class#method}; null if none is
   *     needed
   */
  record State(Justification justification, String impact, List<String> tests) {
    State {
      requireNonNull(justification, "a state has a justification");
      requireNonNull(impact, "a state has an impact");
      tests = tests == null ? List.of() : List.copyOf(tests);
      if (justification == Justification.INLINE_MITIGATIONS_ALREADY_EXIST && tests.isEmpty()) {
        throw new IllegalArgumentException("name the tests that show the mitigation: " + impact);
      }
    }
  }

  /** The justifications of OpenVEX for the status {@code not_affected}. */
  enum Justification {
    COMPONENT_NOT_PRESENT,
    VULNERABLE_CODE_NOT_PRESENT,
    VULNERABLE_CODE_NOT_IN_EXECUTE_PATH,
    VULNERABLE_CODE_CANNOT_BE_CONTROLLED_BY_ADVERSARY,
    INLINE_MITIGATIONS_ALREADY_EXIST
  }

  Advisory {
    ids = List.copyOf(ids);
    libraries = List.copyOf(libraries);
    fixed = List.copyOf(fixed);
  }

  boolean concerns(Sbom.Library library) {
    return libraries.stream().anyMatch(library::matches)
        && (except == null || !library.matches(except));
  }

  /** Fixed is what is not older than the fix of its own line, or not older than all fixes. */
  boolean isFixedIn(Sbom.Library library) {
    Version shipped = Version.parse(library.version());
    Version newest =
        fixed.stream().map(Version::parse).max(Comparator.naturalOrder()).orElseThrow();
    return shipped.compareTo(newest) >= 0
        || fixed.stream()
            .filter(fix -> line(fix).equals(line(library.version())))
            .anyMatch(fix -> shipped.compareTo(Version.parse(fix)) >= 0);
  }

  boolean isOfNothingShipped() {
    return state != null && state.justification() == Justification.COMPONENT_NOT_PRESENT;
  }

  /** The line 4.18 of version 4.18.3. */
  private static String line(String version) {
    String[] numbers = version.split("\\.", 3);
    return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
  }
}
