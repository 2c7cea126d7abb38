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
    String before = "";
    for (Option<?> option : Catalogue.standard().options()) {
      String line =
          option.defaultText() == null
              ? "# " + option.key() + " ="
              : "# " + option.key() + " = " + option.defaultText() + "\n";
      if (Boolean.getBoolean(REFRESH) && !shipped.contains("\n" + line)) {
        shipped = withNew(option, line.strip(), before, shipped);
        Files.writeString(SHIPPED, shipped);
      }
      assertThat(shipped)
          .as("%s; -D%s=true adds a new key with its description", option.key(), REFRESH)
          .contains("\n" + line);
      before = option.key();
    }
  }

  /** Puts a key after the one before it in the catalogue. */
  private static String withNew(Option<?> option, String line, String before, String shipped) {
    int end = shipped.indexOf('\n', shipped.indexOf("\n# " + before + " =") + 1) + 1;
    String comment = option.description().replaceAll("(.{1,96})(?: |$)", "# $1\n");
    return shipped.substring(0, end) + comment + line + "\n" + shipped.substring(end);
  }
}
