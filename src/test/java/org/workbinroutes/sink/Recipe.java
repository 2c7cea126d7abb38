package org.workbinroutes.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/sinks.md says below a title in bold type. */
record Recipe(String title) {
  /** The statement that makes the table. */
  String table() throws IOException {
    return block("sql");
  }

  /** The sink's parameters, by their names. */
  Map<String, Object> parameters(String sink) throws IOException {
    Map<String, Object> parameters = new HashMap<>();
    String prefix = "camel.routeTemplate[" + sink + "].";
    properties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith(prefix) && !key.toString().endsWith("templateId")) {
                parameters.put(key.toString().substring(prefix.length()), value);
              }
            });
    return parameters;
  }

  /** The configuration; variables of the environment stand among the properties here. */
  Properties properties() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(block("properties").replace("{{env:", "{{")));
    return properties;
  }

  private String block(String language) throws IOException {
    Matcher block =
        Pattern.compile("(?s)\\*\\*" + title + "\\*\\*.*?```" + language + "\\n(.*?)```")
            .matcher(Files.readString(Path.of("docs/sinks.md")));
    assertThat(block.find()).as(title).isTrue();
    return block.group(1);
  }
}
