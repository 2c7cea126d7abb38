package org.workbinroutes.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What holds for every route file that is shipped. */
class RouteFilesTest {
  private static final Path ROUTES = Path.of("routes");

  private static final Set<String> STEPS_THAT_LET_A_MESSAGE_CHOOSE =
      Set.of(
          "tod",
          "recipientlist",
          "routingslip",
          "dynamicrouter",
          "pollenrich",
          "enrich",
          "wiretap");

  /** Options that let strangers' objects, headers or addresses in. */
  private static final Set<String> OPTIONS_THAT_OPEN_DOORS =
      Set.of(
          "transferexception",
          "transferexchange",
          "allowjavaserializedobject",
          "mapjmsmessage",
          "bridgeendpoint",
          "followredirects",
          "jailstartingdirectory",
          "corsenabled");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(ROUTES)) {
      return files.sorted().toList().stream();
    }
  }

  /** Routes, each with its file, that something from outside of the process begins. */
  static Stream<Map<?, ?>> entrances() throws IOException {
    return files()
        .flatMap(file -> mappings(parse(file)).stream())
        .filter(mapping -> mapping.get("from") instanceof Map)
        .filter(route -> !uri(route).matches("(direct|scheduler|gws):.*"));
  }

  private static String uri(Map<?, ?> route) {
    return String.valueOf(((Map<?, ?>) route.get("from")).get("uri"));
  }

  /** Where the configuration of all HTTP routes begins, before their own steps. */
  private static Map<?, ?> ofHttpRoutes() {
    return mappings(parse(ROUTES.resolve("http.camel.yaml"))).stream()
        .filter(mapping -> "http".equals(mapping.get("id")))
        .map(configuration -> (List<?>) configuration.get("interceptFrom"))
        .map(all -> (Map<?, ?>) ((Map<?, ?>) all.get(0)).get("interceptFrom"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("files")
  void noMessageChoosesItsEndpoint(Path file) {
    assertThat(mappings(parse(file)))
        .allSatisfy(
            mapping ->
                assertThat(mapping.keySet())
                    .noneMatch(
                        key ->
                            STEPS_THAT_LET_A_MESSAGE_CHOOSE.contains(normal(String.valueOf(key)))));
  }

  @ParameterizedTest
  @MethodSource("files")
  void noAddressHasAnythingOfAMessageInIt(Path file) {
    assertThat(mappings(parse(file)))
        .filteredOn(mapping -> mapping.containsKey("uri"))
        .allSatisfy(mapping -> assertThat(String.valueOf(mapping.get("uri"))).doesNotContain("${"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void noOptionOpensADoor(Path file) throws IOException {
    String text = Files.readString(file).toLowerCase(Locale.ROOT).replace("-", "");
    assertThat(OPTIONS_THAT_OPEN_DOORS).noneMatch(text::contains);
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatSpeaksHttpIgnoresTheHeadersOfAMessage(Path file) {
    assertThat(mappings(parse(file)))
        .filteredOn(mapping -> String.valueOf(mapping.get("uri")).matches("https?:.*"))
        .allSatisfy(
            mapping ->
                assertThat(mapping.toString())
                    .contains("skipControlHeaders=true", "skipRequestHeaders=true", "httpMethod="));
  }

  @ParameterizedTest
  @MethodSource("entrances")
  void everyEntranceBeginsByLeavingTheHeadersBehind(Map<?, ?> route) {
    boolean http = uri(route).startsWith("platform-http:");
    if (http) {
      assertThat(route.get("routeConfigurationId")).as("of %s", uri(route)).isEqualTo("http");
    }
    Map<?, ?> first = firstStep(http ? ofHttpRoutes() : (Map<?, ?>) route.get("from"));
    if (first.get("removeHeaders") instanceof Map<?, ?> remove) {
      assertThat(remove.get("pattern")).as("of %s", uri(route)).isEqualTo("*");
    } else {
      // the intakes' own first step, which puts a new message in the place of the old one
      assertThat(first.get("bean"))
          .as("the first step of %s", uri(route))
          .isEqualTo(Map.of("ref", "{{intake}}", "method", "open"));
    }
  }

  @ParameterizedTest
  @MethodSource("entrances")
  void noPathOfTheHttpServerIsTheProxy(Map<?, ?> route) {
    assertThat(uri(route)).doesNotMatch("platform-http:/*proxy.*");
  }

  private static Map<?, ?> firstStep(Map<?, ?> block) {
    Map<?, ?> first = (Map<?, ?>) ((List<?>) block.get("steps")).get(0);
    return first.get("doTry") instanceof Map<?, ?> inner ? firstStep(inner) : first;
  }

  private static Object parse(Path file) {
    try {
      return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<?, ?>> mappings(Object node) {
    List<Map<?, ?>> found = new ArrayList<>();
    if (node instanceof Map<?, ?> mapping) {
      found.add(mapping);
      mapping.values().forEach(value -> found.addAll(mappings(value)));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> found.addAll(mappings(value)));
    }
    return found;
  }

  private static String normal(String step) {
    return step.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }
}
