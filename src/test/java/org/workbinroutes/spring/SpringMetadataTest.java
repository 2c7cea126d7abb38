package org.workbinroutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpringMetadataTest {
  private static final String REFRESH = "docs.refresh";
  private static final Path METADATA =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

  @Test
  void theMetadataIsInStepWithTheOptions() throws IOException {
    // Given
    String expected = new SpringMetadata().text();
    if (Boolean.getBoolean(REFRESH)) {
      Files.writeString(METADATA, expected);
    }
    // When
    String committed = Files.exists(METADATA) ? Files.readString(METADATA) : "";
    // Then
    assertThat(committed)
        .as("refresh it with ./mvnw -q test -Dtest=SpringMetadataTest -D%s=true", REFRESH)
        .isEqualTo(expected);
  }

  @Test
  void typesAndHintsAreThoseOfTheOptions() throws IOException {
    // When
    JsonNode metadata = new ObjectMapper().readTree(new SpringMetadata().text());
    // Then
    assertThat(type(metadata, "gws.url")).isEqualTo("java.lang.String");
    assertThat(type(metadata, "gws.connect-timeout")).isEqualTo("java.time.Duration");
    assertThat(type(metadata, "gws.connections")).isEqualTo("java.lang.Integer");
    assertThat(type(metadata, "gws.contact-center-session")).isEqualTo("java.lang.Boolean");
    assertThat(type(metadata, "gws.max-burst")).isEqualTo("org.springframework.util.unit.DataSize");
    assertThat(type(metadata, "gws.subscriptions")).isEqualTo("java.util.List<java.lang.String>");
    assertThat(type(metadata, "workbin.sink.dead-letters")).isEqualTo("java.lang.String");
    assertThat(type(metadata, "http.port")).isEmpty();
    assertThat(type(metadata, "workbin.stop-timeout")).isEmpty();
    assertThat(named(metadata.path("hints"), "gws.auth").findValuesAsText("value"))
        .containsExactly("basic", "oauth2");
  }

  private static String type(JsonNode metadata, String name) {
    return named(metadata.path("properties"), name).path("type").asText();
  }

  private static JsonNode named(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    return new ObjectMapper().missingNode();
  }
}
