package org.workbinroutes.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.config.Problem;

class EmbeddedProductTest {
  private static final String ENDING = ".camel.yaml";

  @TempDir Path data;

  @Test
  void everyRouteFileIsBroughtUnlessItServesHttp() throws IOException {
    // Given
    Set<String> files;
    try (Stream<Path> all = Files.list(Path.of("routes"))) {
      files =
          all.filter(file -> !servesHttp(file)).map(file -> name(file)).collect(Collectors.toSet());
    }
    // When / Then
    assertThat(EmbeddedProduct.ROUTES).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void everyBeanThatIsBoundIsKnownAsTaken() throws Exception {
    // Given
    SimpleRegistry beans = new SimpleRegistry();
    DefaultRegistry registry = new DefaultRegistry();
    registry.setFallbackRegistry(beans);
    DefaultCamelContext camel = new DefaultCamelContext(registry);
    // When
    new EmbeddedProduct(configuration(Map.of())).addTo(camel);
    // Then
    Set<String> bound =
        beans.keySet().stream()
            .filter(name -> isOurs(beans, name) || EmbeddedProduct.BEANS.contains(name))
            .collect(Collectors.toSet());
    bound.remove("workbinRoutesTemplates");
    assertThat(EmbeddedProduct.BEANS).containsExactlyInAnyOrderElementsOf(bound);
    camel.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "workbin.ledger,memory,org.xerial",
    "workbin.broker,tcp://broker:61616,artemis-server",
    "workbin.ledger,jdbc:postgresql://host/db,org.xerial",
  })
  void onlyWhatTheConfigurationNeedsIsAskedFor(String key, String value, String notNeeded) {
    // Given
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.setClassResolver(new WithoutLibraries());
    // When
    List<String> byDefault = missing(Map.of(), camel);
    List<String> missing = missing(Map.of(key, value), camel);
    // Then
    assertThat(byDefault)
        .anyMatch(fault -> fault.startsWith("org.apache.camel:camel-yaml-dsl "))
        .anyMatch(fault -> fault.contains(notNeeded));
    assertThat(missing).isNotEmpty().noneMatch(fault -> fault.contains(notNeeded));
  }

  @Test
  void nothingIsMissingHere() {
    assertThat(
            new Libraries(configuration(Map.of("camel.routeTemplate[a].templateId", "file-intake")))
                .missing(new DefaultCamelContext()))
        .isEmpty();
    assertThat(
            new Libraries(configuration(Map.of("workbin.ledger", "jdbc:postgresql://host/db")))
                .missing(new DefaultCamelContext()))
        .isEmpty();
  }

  @Test
  void theGuideNamesEveryLibrary() throws IOException {
    // Given
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.setClassResolver(new WithoutLibraries());
    String guide = Files.readString(Path.of("docs/embedding.md"));
    // When / Then
    for (Map<String, String> settings :
        List.of(
            Map.of("camel.routeTemplate[a].templateId", "file-intake"),
            Map.of("workbin.ledger", "jdbc:postgresql://host/db"))) {
      assertThat(missing(settings, camel))
          .hasSizeGreaterThan(8)
          .allSatisfy(
              fault ->
                  assertThat(guide).contains("`" + fault.substring(0, fault.indexOf(' ')) + "`"));
    }
  }

  private List<String> missing(Map<String, String> more, DefaultCamelContext camel) {
    return new Libraries(configuration(more)).missing(camel).stream().map(Problem::fault).toList();
  }

  private Configuration configuration(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "gws.url",
                "http://127.0.0.1:1",
                "gws.username",
                "agent",
                "gws.password",
                "secret",
                "workbin.data",
                data.toString()));
    settings.putAll(more);
    return new EmbeddedSettings().given(settings);
  }

  private static boolean isOurs(SimpleRegistry beans, String name) {
    return beans.get(name).values().stream()
        .anyMatch(bean -> bean.getClass().getName().startsWith("org.workbinroutes."));
  }

  private static boolean servesHttp(Path file) {
    try {
      return Files.readString(file).contains("platform-http:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Finds nothing, as on a class path with the jar alone. */
  private static final class WithoutLibraries extends DefaultClassResolver {
    @Override
    public Class<?> resolveClass(String name) {
      return null;
    }
  }
}
