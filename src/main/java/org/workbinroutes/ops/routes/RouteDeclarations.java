package org.workbinroutes.ops.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What route files declare: templates with their parameters, routes, beans. */
public final class RouteDeclarations {
  private final Map<String, RouteTemplate> templates = new LinkedHashMap<>();
  private final List<TemplatedRoute> templatedRoutes = new ArrayList<>();
  private final Map<String, String> routes = new HashMap<>();
  private final Set<String> beans = new HashSet<>();

  private RouteDeclarations() {}

  /** A route that a file makes from a template. */
  record TemplatedRoute(
      String name, String template, String place, Map<String, Setting> parameters) {}

  /** A value and where it stands. */
  record Setting(String text, String place) {}

  public static RouteDeclarations in(Collection<RouteFile> files) {
    RouteDeclarations declarations = new RouteDeclarations();
    files.forEach(declarations::add);
    return declarations;
  }

  Optional<RouteTemplate> template(String id) {
    return Optional.ofNullable(templates.get(id));
  }

  List<String> templateIds() {
    return List.copyOf(templates.keySet());
  }

  List<TemplatedRoute> templatedRoutes() {
    return List.copyOf(templatedRoutes);
  }

  Optional<String> fileOfRoute(String id) {
    return Optional.ofNullable(routes.get(id));
  }

  boolean hasBean(String name) {
    return beans.contains(name);
  }

  private void add(RouteFile file) {
    Optional<Node> root;
    try {
      root =
          new Compose(LoadSettings.builder().setLabel(file.location()).build())
              .composeString(file.text());
    } catch (YamlEngineException notYaml) {
      // Camel names it when it loads the file
      return;
    }
    for (Node entry : items(root.orElse(null))) {
      for (NodeTuple declared : tuples(entry)) {
        Node value = declared.getValueNode();
        switch (name(declared.getKeyNode())) {
          case "routetemplate" -> addTemplate(value);
          case "templatedroute" -> addTemplated(value, file);
          case "route" -> text(value, "id").ifPresent(id -> routes.put(id, file.location()));
          case "beans" -> items(value).forEach(bean -> text(bean, "name").ifPresent(beans::add));
          default -> {
            // declares nothing that a setting refers to
          }
        }
      }
    }
  }

  private void addTemplate(Node template) {
    Map<String, RouteTemplate.Parameter> parameters = new LinkedHashMap<>();
    for (Node parameter : items(child(template, "parameters"))) {
      String name = text(parameter, "name").orElse("");
      Optional<String> defaultText = text(parameter, "defaultvalue");
      boolean isRequired =
          defaultText.isEmpty()
              && text(parameter, "required").map(Boolean::parseBoolean).orElse(true);
      parameters.put(name, new RouteTemplate.Parameter(name, isRequired, defaultText.orElse(null)));
    }
    text(template, "id").ifPresent(id -> templates.put(id, new RouteTemplate(id, parameters)));
  }

  private void addTemplated(Node route, RouteFile file) {
    Map<String, Setting> parameters = new LinkedHashMap<>();
    for (Node parameter : items(child(route, "parameters"))) {
      text(parameter, "name")
          .ifPresent(
              name ->
                  parameters.put(
                      name,
                      new Setting(text(parameter, "value").orElse(""), place(file, parameter))));
    }
    templatedRoutes.add(
        new TemplatedRoute(
            text(route, "routeid").orElse(""),
            text(route, "routetemplateref").orElse(""),
            place(file, route),
            parameters));
  }

  private static String place(RouteFile file, Node node) {
    return file.location().replaceFirst("^file:", "")
        + node.getStartMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
  }

  private static List<NodeTuple> tuples(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  private static Node child(Node node, String name) {
    for (NodeTuple entry : tuples(node)) {
      if (name(entry.getKeyNode()).equals(name)) {
        return entry.getValueNode();
      }
    }
    return null;
  }

  private static Optional<String> text(Node node, String name) {
    return child(node, name) instanceof ScalarNode scalar
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  // Camel takes routeTemplate and route-template alike
  private static String name(Node key) {
    return key instanceof ScalarNode scalar
        ? scalar.getValue().replace("-", "").toLowerCase(Locale.ROOT)
        : "";
  }
}
