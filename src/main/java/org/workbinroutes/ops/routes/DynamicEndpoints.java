package org.workbinroutes.ops.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
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
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;

/**
 * Finds the steps of a YAML route by which a message chooses its endpoint. Camel resolves
 * placeholders in such an address, so that a message could take secrets out, or turn a POST into a
 * DELETE.
 */
public final class DynamicEndpoints {
  private static final Set<String> ALWAYS =
      Set.of("tod", "recipientlist", "routingslip", "dynamicrouter");
  private static final Set<String> UNLESS_CONSTANT = Set.of("enrich", "pollenrich");
  private static final String WIRE_TAP = "wiretap";

  public List<Problem> find(RouteFile file) {
    List<Problem> problems = new ArrayList<>();
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(file.location()).build())
              .composeString(file.text());
      root.ifPresent(
          node -> visit(node, file, Collections.newSetFromMap(new IdentityHashMap<>()), problems));
    } catch (YamlEngineException notYaml) {
      problems.add(
          new Problem(
              file.location(),
              "it is no YAML (" + firstLine(notYaml) + ")",
              "mend it; blanks at the start of a line count"));
    }
    return problems;
  }

  private static void visit(Node node, RouteFile file, Set<Node> visited, List<Problem> problems) {
    if (!visited.add(node)) {
      return;
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> visit(item, file, visited, problems));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (isDynamic(entry)) {
          problems.add(problem(file, entry));
        }
        visit(entry.getValueNode(), file, visited, problems);
      }
    }
  }

  private static boolean isDynamic(NodeTuple entry) {
    String step = name(entry.getKeyNode());
    Node value = entry.getValueNode();
    if (UNLESS_CONSTANT.contains(step)) {
      return !isConstant(value);
    }
    if (step.equals(WIRE_TAP)) {
      return text(value).contains("${") || text(value).contains("$simple{");
    }
    return ALWAYS.contains(step);
  }

  private static boolean isConstant(Node value) {
    if (!(value instanceof MappingNode mapping)) {
      return false;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String name = name(entry.getKeyNode());
      if (name.equals("constant")
          || (name.equals("expression") && isConstant(entry.getValueNode()))) {
        return true;
      }
    }
    return false;
  }

  private static String text(Node value) {
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    if (value instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (name(entry.getKeyNode()).equals("uri")) {
          return text(entry.getValueNode());
        }
      }
    }
    return "";
  }

  // Camel takes toD and to-d alike
  private static String name(Node key) {
    return key instanceof ScalarNode scalar
        ? scalar.getValue().replace("-", "").toLowerCase(Locale.ROOT)
        : "";
  }

  private static Problem problem(RouteFile file, NodeTuple entry) {
    String line =
        entry.getKeyNode().getStartMark().map(mark -> " line " + (mark.getLine() + 1)).orElse("");
    return new Problem(
        file.location() + line,
        ((ScalarNode) entry.getKeyNode()).getValue() + " lets a message choose its endpoint",
        "use to with a fixed address and choice, or set "
            + WorkbinOptions.DYNAMIC_ENDPOINTS.key()
            + "=allow if no address comes from outside");
  }

  private static String firstLine(YamlEngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
  }
}
