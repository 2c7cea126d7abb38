package org.workbinroutes.docs;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/**
 * Writes the tables of a component's page, in the form of Camel's own pages. A table stands between
 * {@code <!-- table: NAME -->} and {@code <!-- end -->}; everything else of the page is kept.
 */
final class ComponentTables {
  private static final Pattern TABLE =
      Pattern.compile("(?s)<!-- table: ([a-z-]+) -->\n.*?<!-- end -->");

  private final Map<String, String> tables;

  ComponentTables(ComponentModel model) {
    tables =
        Map.of(
            "summary", summary(model),
            "component-options", table(model.getComponentOptions()),
            "path-parameters", table(model.getEndpointPathOptions()),
            "query-parameters", table(model.getEndpointParameterOptions()),
            "headers", table(model.getEndpointHeaders()));
  }

  /** The page with its tables as the model has them. */
  String refresh(String page) {
    Function<MatchResult, String> table =
        found ->
            java.util.regex.Matcher.quoteReplacement(
                "<!-- table: %s -->\n%s<!-- end -->"
                    .formatted(found.group(1), tables.get(found.group(1))));
    return TABLE.matcher(page).replaceAll(table);
  }

  /** The names of all tables. */
  List<String> names() {
    return tables.keySet().stream().sorted().toList();
  }

  private static String summary(ComponentModel model) {
    return "\n**Since %s, %s. Producer and consumer.** %s\n\n    %s[?options]\n\n"
        .formatted(
            model.getFirstVersion(),
            model.getSupportLevel(),
            model.getDescription(),
            model.getSyntax());
  }

  private static String table(List<? extends BaseOptionModel> options) {
    return options.stream()
        .map(ComponentTables::row)
        .collect(
            Collectors.joining(
                "", "\n| name | description | default | type |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(BaseOptionModel option) {
    StringBuilder description = new StringBuilder();
    if (option.isRequired()) {
      description.append("**Required.** ");
    }
    if (option.isDeprecated()) {
      description.append("**Deprecated.** ");
    }
    description.append(option.getDescription());
    if (option.isSecret()) {
      description.append(" A secret.");
    }
    if (option.getEnums() != null && !option.getEnums().isEmpty()) {
      description
          .append(" Values: ")
          .append(
              option.getEnums().stream().map(v -> "`" + v + "`").collect(Collectors.joining(", ")))
          .append('.');
    }
    Object standard = option.getDefaultValue();
    return "| **%s** (%s) | %s | %s | %s |\n"
        .formatted(
            option.getName(),
            option.getGroup(),
            description.toString().replace("|", "\\|"),
            standard == null ? "" : "`" + standard + "`",
            "duration".equals(option.getType()) ? "duration" : option.getShortJavaType());
  }
}
