package org.workbinroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.ComponentModel.EndpointHeaderModel;
import org.junit.jupiter.api.Test;
import org.workbinroutes.gws.GwsConstants;

/** What Camel's tools learn of our components is complete, and they find it. */
class CatalogTest {
  private static final Pattern SENTENCE = Pattern.compile("\\p{Lu}?.{9,}\\.");
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|secret|username|clientid|token$|key$).*");
  private static final Pattern TIME = Pattern.compile("milliseconds|seconds|minutes");
  private static final Set<String> TYPES =
      Set.of("string", "boolean", "integer", "number", "enum", "duration", "object", "array");
  private static final Set<String> GROUPS =
      Set.of(
          "common",
          "consumer",
          "consumer (advanced)",
          "producer",
          "producer (advanced)",
          "proxy",
          "advanced",
          "security");

  // options that every component has from Camel
  private static final Set<String> CAMELS =
      Set.of(
          "autowiredEnabled",
          "bridgeErrorHandler",
          "exceptionHandler",
          "exchangePattern",
          "lazyStartProducer");

  private final OwnComponents components = new OwnComponents();

  CatalogTest() throws IOException {}

  @Test
  void theListNamesEveryComponentThatIsGenerated() throws IOException {
    try (Stream<Path> generated =
        Files.list(
            Path.of("src/generated/resources/META-INF/services/org/apache/camel/component"))) {
      assertThat(generated.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(components.names());
    }
    Properties list = OwnComponents.read("component.properties");
    ComponentModel gws = components.model("gws");
    assertThat(list.getProperty("groupId")).isEqualTo(gws.getGroupId());
    assertThat(list.getProperty("artifactId")).isEqualTo(gws.getArtifactId());
  }

  @Test
  void camelsCatalogFindsEveryComponent() {
    for (String name : components.names()) {
      assertThat(components.catalog().findComponentNames()).contains(name);
      ComponentModel model = components.model(name);
      assertThat(model.getTitle()).as(name).isNotBlank();
      assertThat(model.getDescription()).as(name).matches(SENTENCE);
      assertThat(model.getLabel()).as(name).isNotBlank();
      assertThat(model.getFirstVersion()).as(name).isNotBlank();
    }
  }

  /** They are generated at one place and copied to the other by the next build. */
  @Test
  void catalogAndCamelContextAreToldTheSame() throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      for (String name : components.names()) {
        assertThat(components.catalog().componentJSonSchema(name))
            .as("%s; build again, it is copied from src/generated", name)
            .isEqualToIgnoringNewLines(camel.getComponentParameterJsonSchema(name));
      }
    }
  }

  @Test
  void camelsCatalogChecksEndpointsOfOurs() {
    assertThat(problems("gws:add?responseTimeout=5s&url=http://127.0.0.1:8099")).isNull();
    assertThat(problems("gws:notifications?bodyType=json")).isNull();
    assertThat(problems("gws:notifications?bodyType=yaml")).contains("bodyType");
    assertThat(problems("gws:add?respondTimeout=5s")).contains("respondTimeout");
    assertThat(problems("gws:steal")).contains("operation");
    assertThat(problems("ndjson:a.ndjson?keep=many")).contains("keep");
  }

  @Test
  void everyOptionIsDescribedGroupedAndTyped() {
    List<String> wrong = new ArrayList<>();
    for (String name : components.names()) {
      ComponentModel model = components.model(name);
      Stream.concat(model.getComponentOptions().stream(), model.getEndpointOptions().stream())
          .filter(option -> !CAMELS.contains(option.getName()))
          .forEach(option -> look(name, option, wrong));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyHeaderIsDescribedAndNoOtherIsSet() throws IllegalAccessException {
    // Given
    List<String> constants = new ArrayList<>();
    for (var field : GwsConstants.class.getFields()) {
      constants.add((String) field.get(null));
    }
    // When
    List<EndpointHeaderModel> headers = components.model("gws").getEndpointHeaders();
    // Then
    assertThat(headers)
        .extracting(BaseOptionModel::getName)
        .containsExactlyInAnyOrderElementsOf(constants);
    for (EndpointHeaderModel header : headers) {
      assertThat(header.getDescription()).as(header.getName()).matches(SENTENCE);
      assertThat(header.getGroup()).as(header.getName()).isIn(GROUPS);
      assertThat(header.getJavaType()).as(header.getName()).isIn("String", "Long");
    }
  }

  /** The rules above find what is wrong: a test of the test. */
  @Test
  void anOptionThatIsNotDescribedIsFound() {
    // Given
    var option = new ComponentModel.EndpointOptionModel();
    option.setName("oauthPassword");
    option.setType("duration");
    option.setGroup("various");
    option.setDescription("");
    List<String> wrong = new ArrayList<>();
    // When
    look("gws", option, wrong);
    // Then
    assertThat(wrong).hasSize(5);
  }

  private static void look(String component, BaseOptionModel option, List<String> wrong) {
    String name = component + " " + option.getName() + ": ";
    String description = option.getDescription() == null ? "" : option.getDescription();
    if (!SENTENCE.matcher(description).matches()) {
      wrong.add(name + "the description is no sentence: '" + description + "'");
    }
    if (!GROUPS.contains(String.valueOf(option.getGroup()))) {
      wrong.add(name + "no label that Camel knows: " + option.getGroup());
    }
    if (!TYPES.contains(String.valueOf(option.getType()))) {
      wrong.add(name + "no type: " + option.getType());
    }
    if ("enum".equals(option.getType())
        && (option.getEnums() == null || option.getEnums().isEmpty())) {
      wrong.add(name + "an enum without values");
    }
    if ("duration".equals(option.getType()) && !TIME.matcher(description).find()) {
      wrong.add(name + "a time without its unit");
    }
    boolean optional = !option.isRequired() && !"object".equals(option.getType());
    boolean none =
        Stream.of("None by default", "Needed", "By default").anyMatch(description::contains);
    if (optional && option.getDefaultValue() == null && !none) {
      wrong.add(name + "neither a default nor a word on what holds without it");
    }
    if (SECRET.matcher(option.getName().toLowerCase(Locale.ROOT)).matches() && !option.isSecret()) {
      wrong.add(name + "a secret that is not marked as one");
    }
  }

  private String problems(String uri) {
    EndpointValidationResult result = components.catalog().validateEndpointProperties(uri);
    return result.isSuccess() ? null : result.summaryErrorMessage(false);
  }
}
