package org.workbinroutes.ops.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps what is written about the options in step with the options. */
class ConfigurationReferenceTest {
  private static final String REFRESH = "docs.refresh";
  private static final Path REFERENCE = Path.of("docs", "configuration.md");
  private static final Path SHIPPED = Path.of("config", "application.properties");

  @Test
  void theReferenceListsEveryOptionAsDeclared() throws IOException {
    // Given
    String expected = new ConfigurationReference(Catalogue.standard()).markdown();
    if (Boolean.getBoolean(REFRESH)) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, expected);
    }
    // When
    String committed = Files.exists(REFERENCE) ? Files.readString(REFERENCE) : "";
    // Then
    assertThat(committed)
        .as(
            "docs/configuration.md is out of date; refresh it with"
                + " ./mvnw -q test -Dtest=ConfigurationReferenceTest -D%s=true",
            REFRESH)
        .isEqualTo(expected);
  }

  @Test
  void theShippedFileShowsEveryOptionWithItsDefault() throws IOException {
    // When
    String shipped = Files.readString(SHIPPED);
    // Then
    for (Option<?> option : Catalogue.standard().options()) {
      String line =
          option.defaultText() == null
              ? "# " + option.key() + " ="
              : "# " + option.key() + " = " + option.defaultText() + "\n";
      assertThat(shipped).as(option.key()).contains("\n" + line);
    }
  }
}
