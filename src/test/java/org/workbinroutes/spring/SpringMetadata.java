package org.workbinroutes.spring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.config.Option;

/** Writes spring-configuration-metadata.json, by which an IDE helps with application.yaml. */
final class SpringMetadata {
  private static final Pattern WORDS = Pattern.compile("[a-z0-9_-]+(?:(?:, | or )[a-z0-9_-]+)+");

  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  String text() throws JsonProcessingException {
    ObjectNode root = json.createObjectNode();
    ArrayNode properties = root.putArray("properties");
    ArrayNode hints = root.putArray("hints");
    ObjectNode enabled = properties.addObject();
    enabled.put("name", WorkbinRoutesAutoConfiguration.ENABLED);
    enabled.put("type", "java.lang.Boolean");
    enabled.put(
        "description",
        "Whether the routes run if gws.url is set. If not, the component gws is set up alone.");
    enabled.put("defaultValue", true);
    for (Option<?> option : new EmbeddedSettings().options()) {
      ObjectNode property = properties.addObject();
      String type = option.type().description();
      property.put("name", relaxed(option.key()));
      property.put("type", javaType(type));
      property.put("description", option.description());
      if (option.defaultText() != null) {
        property.put("defaultValue", option.defaultText());
      }
      if (option.formerKey() != null) {
        ObjectNode before = properties.addObject();
        before.put("name", relaxed(option.formerKey()));
        before.put("type", javaType(type));
        before.put("description", option.description());
        before.putObject("deprecation").put("replacement", relaxed(option.key()));
      }
      if (WORDS.matcher(type).matches() && !type.equals("true or false")) {
        ArrayNode values = hints.addObject().put("name", relaxed(option.key())).putArray("values");
        List.of(type.split(", | or ")).forEach(word -> values.addObject().put("value", word));
      }
    }
    return json.writeValueAsString(root) + "\n";
  }

  /** In names of Spring's metadata words are joined by dashes. */
  private static String relaxed(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static String javaType(String type) {
    if (type.startsWith("whole number") && !type.endsWith("off")) {
      return "java.lang.Integer";
    }
    if (type.equals("true or false")) {
      return "java.lang.Boolean";
    }
    if (type.startsWith("time span")) {
      return "java.time.Duration";
    }
    if (type.startsWith("size")) {
      return "org.springframework.util.unit.DataSize";
    }
    if (type.startsWith("list of")) {
      return "java.util.List<java.lang.String>";
    }
    return "java.lang.String";
  }
}
