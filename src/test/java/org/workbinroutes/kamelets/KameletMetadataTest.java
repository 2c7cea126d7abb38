package org.workbinroutes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the validator of Apache's Kamelet catalog demands of a Kamelet. */
class KameletMetadataTest {
  private static final String PREFIX = "camel.apache.org/";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z]+)}}");

  static Stream<Path> kamelets() throws IOException {
    // as they are in the jar
    try (Stream<Path> files = Files.list(Path.of("target", "classes", "kamelets"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void isComplete(Path file) throws IOException {
    // Given
    String text = Files.readString(file);
    Map<String, Object> kamelet =
        map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    Map<String, Object> metadata = map(kamelet.get("metadata"));
    Map<String, Object> annotations = map(metadata.get("annotations"));
    Map<String, Object> spec = map(kamelet.get("spec"));
    Map<String, Object> definition = map(spec.get("definition"));
    Map<String, Object> properties = map(definition.get("properties"));
    String type = (String) map(metadata.get("labels")).get(PREFIX + "kamelet.type");
    // Then
    assertThat(file.getFileName()).hasToString(metadata.get("name") + ".kamelet.yaml");
    assertThat(kamelet).containsEntry("apiVersion", "camel.apache.org/v1");
    assertThat(kamelet).containsEntry("kind", "Kamelet");
    assertThat(type).isIn("source", "sink");
    assertThat((String) metadata.get("name")).endsWith("-" + type);
    assertThat(annotations)
        .containsOnlyKeys(
            PREFIX + "kamelet.support.level",
            PREFIX + "catalog.version",
            PREFIX + "kamelet.icon",
            PREFIX + "provider",
            PREFIX + "kamelet.group",
            PREFIX + "kamelet.namespace");
    assertThat((String) annotations.get(PREFIX + "kamelet.icon"))
        .startsWith("data:image/svg+xml;base64,");
    assertThat((String) definition.get("title"))
        .endsWith(type.equals("sink") ? " Sink" : " Source");
    assertThat((String) definition.get("description")).endsWith(".");
    assertThat(definition).containsEntry("type", "object");
    properties.forEach((name, property) -> assertThatPropertyIsComplete(name, map(property)));
    assertThat(placeholders(text)).as("used").isEqualTo(new TreeSet<>(properties.keySet()));
    assertThat(definition.get("required"))
        .isEqualTo(
            properties.entrySet().stream()
                .filter(property -> !map(property.getValue()).containsKey("default"))
                .map(Map.Entry::getKey)
                .toList());
    Object version = annotations.get(PREFIX + "catalog.version");
    assertThat(spec.get("dependencies"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains("camel:kamelet", "mvn:org.workbinroutes:workbin-routes:" + version);
    assertThat(map(spec.get("dataTypes"))).containsOnlyKeys(type.equals("sink") ? "in" : "out");
    assertThat(text).doesNotContain("${project");
  }

  private static void assertThatPropertyIsComplete(String name, Map<String, Object> property) {
    assertThat(property).as(name).containsKeys("title", "description", "type");
    assertThat((String) property.get("description")).as(name).endsWith(".");
    if (Set.of("username", "password").contains(name)) {
      assertThat(property)
          .as(name)
          .containsEntry("format", "password")
          .containsEntry("x-descriptors", List.of("urn:camel:group:credentials"));
    }
  }

  private static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      names.add(placeholder.group(1));
    }
    return names;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    assertThat(node).isInstanceOf(Map.class);
    return (Map<String, Object>) node;
  }
}
