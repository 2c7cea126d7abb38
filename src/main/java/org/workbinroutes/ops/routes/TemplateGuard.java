package org.workbinroutes.ops.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.Problem;

/**
 * Has the product's templates refuse parameters that they do not declare, whoever makes a route of
 * them. Camel takes any name and goes by the default of the misspelt one: a sink would get
 * everything.
 */
public final class TemplateGuard implements CamelContextCustomizer {
  private static final Set<String> TEMPLATES = Set.of("sink", "file-intake", "jms-intake");

  @Override
  public void configure(CamelContext context) {
    context
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .addModelLifecycleStrategy(
            new ModelLifecycleStrategySupport() {
              @Override
              public void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
                if (TEMPLATES.contains(template.getId())) {
                  guard(template);
                }
              }
            });
  }

  private static void guard(RouteTemplateDefinition template) {
    Consumer<RouteTemplateContext> before = template.getConfigurer();
    template.setConfigurer(
        route -> {
          require(template, route.getParameters());
          if (before != null) {
            before.accept(route);
          }
        });
  }

  private static void require(RouteTemplateDefinition template, Map<String, Object> given) {
    Map<String, RouteTemplate.Parameter> declared = new LinkedHashMap<>();
    for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
      declared.put(
          parameter.getName(), new RouteTemplate.Parameter(parameter.getName(), false, null));
    }
    RouteTemplate known = new RouteTemplate(template.getId(), declared);
    List<Problem> problems = new ArrayList<>();
    for (String name : given.keySet()) {
      TemplateRules.unknown(name, known)
          .ifPresent(
              remedy ->
                  problems.add(
                      new Problem(
                          null,
                          "the template " + template.getId() + " has no parameter " + name,
                          remedy)));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }
}
