package org.workbinroutes.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The values of the chart: each explained, in its schema, in the table of docs/containers.md. */
class ChartValuesTest {
  private static final String REFRESH = "docs.refresh";
  private static final Path PAGE = Path.of("docs", "containers.md");
  private static final Path CHART = Path.of("src", "helm", "workbin-routes");
  private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):.*");
  private static final Pattern COMMENT = Pattern.compile("^ *# (.*)");
  private static final Pattern TABLE =
      Pattern.compile("(?s)<!-- table: values -->\n.*?<!-- end -->");

  private final JsonNode values;

  ChartValuesTest() throws IOException {
    values = new ObjectMapper(new YAMLFactory()).readTree(CHART.resolve("values.yaml").toFile());
  }

  @Test
  void theTableIsThatOfTheValues() throws IOException {
    // Given
    StringBuilder table = new StringBuilder("| value | default | meaning |\n|---|---|---|\n");
    explained()
        .forEach(
            (key, meaning) ->
                table.append("| `%s` | %s | %s |%n".formatted(key, defaultOf(key), meaning)));
    String committed = Files.readString(PAGE);
    String expected =
        TABLE
            .matcher(committed)
            .replaceFirst(
                Matcher.quoteReplacement("<!-- table: values -->\n" + table + "<!-- end -->"));
    if (Boolean.getBoolean(REFRESH)) {
      Files.writeString(PAGE, expected);
      committed = expected;
    }
    // Then
    assertThat(committed)
        .as(
            "%s is out of date; refresh it with ./mvnw -q test -Dtest=ChartValuesTest -D%s=true",
            PAGE, REFRESH)
        .contains("<!-- table: values -->")
        .isEqualTo(expected);
  }

  @Test
  void eachIsExplainedAndInTheSchema() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
    Map<String, String> explained = explained();
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, JsonNode> group : values.properties()) {
      JsonNode inSchema = schema.path("properties").path(group.getKey());
      if (inSchema.isMissingNode()) {
        missing.add(group.getKey() + " in the schema");
      }
      if (explained.containsKey(group.getKey())) {
        continue;
      }
      for (Map.Entry<String, JsonNode> value : group.getValue().properties()) {
        String key = group.getKey() + "." + value.getKey();
        if (inSchema.path("properties").path(value.getKey()).isMissingNode()) {
          missing.add(key + " in the schema");
        }
        if (!explained.containsKey(key)) {
          missing.add(key + " in a comment");
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /** The keys above which a comment stands, with it. */
  private static Map<String, String> explained() throws IOException {
    Map<String, String> explained = new LinkedHashMap<>();
    StringBuilder comment = new StringBuilder();
    String group = "";
    for (String line : Files.readAllLines(CHART.resolve("values.yaml"))) {
      Matcher words = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (words.matches()) {
        comment.append(comment.isEmpty() ? "" : " ").append(words.group(1));
        continue;
      }
      if (key.matches()) {
        boolean nested = !key.group(1).isEmpty();
        if (!nested) {
          group = key.group(2);
        }
        if (!comment.isEmpty()) {
          explained.put(nested ? group + "." + key.group(2) : group, comment.toString());
        }
      }
      comment.setLength(0);
    }
    return explained;
  }

  private String defaultOf(String key) {
    JsonNode value = values.at("/" + key.replace('.', '/'));
    assertThat(value.isMissingNode()).as(key).isFalse();
    if (value.isTextual() && value.asText().contains("\n")) {
      return "see `values.yaml`";
    }
    return value.isValueNode()
        ? value.asText().isEmpty() ? "" : "`" + value.asText() + "`"
        : "`" + value + "`";
  }
}
