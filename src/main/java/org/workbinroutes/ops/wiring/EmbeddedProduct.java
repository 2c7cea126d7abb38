package org.workbinroutes.ops.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.spi.RouteTemplateParameterSource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.routes.RouteRules;
import org.workbinroutes.ops.routes.TemplateGuard;
import org.workbinroutes.sink.Sinks;

/**
 * The parts of the product that go into somebody else's CamelContext: all but what listens to HTTP,
 * which takes the product's own server with its limits and logins.
 */
public final class EmbeddedProduct {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedProduct.class);

  /** The route files, without their ending; those that are left out serve HTTP. */
  static final List<String> ROUTES =
      List.of(
          "dead-letter",
          "intake-direct",
          "intake-file",
          "intake-jms",
          "notifications",
          "placement",
          "pull",
          "reconciliation",
          "recovery",
          "sink");

  /** The names that beans and routes refer to, and that the context's owner must leave alone. */
  static final List<String> BEANS =
      List.of(
          "broker",
          "confirmations",
          "deadLetters",
          "directIntake",
          "elected",
          "enrichment",
          "fileProgressRegistry",
          "gwsGate",
          "jmsSender",
          "ledger",
          "notificationCodec",
          "notificationLog",
          "notificationTail",
          "placementLoop",
          "placementRequestParser",
          "placementWatch",
          "placements",
          "pullSteps",
          "reconciler",
          "recovery",
          "requestLog",
          "runningSinks",
          "sinkActivities",
          "sinkDeadLetters",
          "sinkDesk",
          "sinkFailure",
          "sinkOrder-all",
          "sinkOrder-none",
          "sinkOrder-workbin",
          "sinkPlans",
          "sinkRegistration",
          "sinkStopping",
          "spool",
          "spoolCodec",
          "spoolStore",
          "waitReasons");

  private static final List<String> COMPONENTS =
      List.of("cometd", "cometds", "gws", "ndjson", "spool", "webhook");

  private final Configuration configuration;

  public EmbeddedProduct(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Puts beans, components, services and routes into a context, with which they start and stop. */
  public void addTo(CamelContext context) throws Exception {
    if (context.getStatus() != ServiceStatus.Stopped) {
      throw new IllegalStateException(
          "WorkbinRoutes must be added before the CamelContext is initialized or started, as ledger"
              + " and broker start before its routes; it is "
              + context.getStatus());
    }
    List<Problem> problems = new ArrayList<>(new Libraries(configuration).missing(context));
    problems.addAll(taken(context));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    configuration.warnings().forEach(LOG::warn);
    giveProperties(context.getPropertiesComponent());
    List<Resource> files = files(context);
    problems.addAll(RouteRules.checkIn(context, configuration, files));
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    wire(context);
    new TemplateGuard().configure(context);
    context
        .getRegistry()
        .bind(
            "workbinRoutesTemplates",
            RouteTemplateParameterSource.class,
            new ConfiguredRoutes(configuration.routeInstances()));
    PluginHelper.getRoutesLoader(context).loadRoutes(files);
  }

  private void wire(CamelContext context) {
    BrokerWiring broker = new BrokerWiring(configuration);
    PlacementWiring placement = new PlacementWiring(configuration);
    ManagedServiceLifecycle services =
        new ManagedServiceLifecycle(List.of(new DataFolder(configuration), placement, broker));
    // before the parts that need a running service when the context starts
    context.addLifecycleStrategy(services.starting());
    try {
      for (CamelContextCustomizer part :
          List.of(
              broker,
              placement,
              new GwsWiring(configuration, placement.gate()),
              new Sinks(),
              new ClusterWiring(configuration, placement.gate()),
              new SpoolWiring(configuration, broker),
              new HealthWiring(broker, List.of()))) {
        part.configure(context);
      }
    } catch (RuntimeException failed) {
      services.stop();
      throw failed;
    }
    // after the parts that still use a service when the context has stopped
    context.addLifecycleStrategy(services.stopping());
  }

  private static List<Resource> files(CamelContext context) {
    ResourceLoader loader = PluginHelper.getResourceLoader(context);
    return ROUTES.stream()
        .map(
            route ->
                loader.resolveResource(
                    "classpath:org/workbinroutes/routes/" + route + ".camel.yaml"))
        .toList();
  }

  /** Our own keys hold for our routes, whatever the context's properties say of them. */
  private void giveProperties(PropertiesComponent properties) {
    for (Map.Entry<String, String> property : configuration.camelProperties().entrySet()) {
      String key = property.getKey();
      if (EmbeddedSettings.isOurs(key)) {
        properties.addOverrideProperty(key, property.getValue());
      } else if (EmbeddedSettings.isOfTheOwner(key)) {
        properties.addInitialProperty(key, property.getValue());
      }
    }
  }

  private List<Problem> taken(CamelContext context) {
    List<Problem> problems = new ArrayList<>();
    String jms = configuration.get(WorkbinOptions.BROKER_COMPONENT);
    if (!configuration.get(WorkbinOptions.BROKER).equals("none") && hasComponent(context, jms)) {
      problems.add(
          new Problem(
              null,
              "the CamelContext has a component " + jms + " already",
              "set "
                  + WorkbinOptions.BROKER_COMPONENT.key()
                  + " to another name, like workbin-jms"));
    }
    for (String component : COMPONENTS) {
      if (hasComponent(context, component)) {
        problems.add(
            new Problem(
                null,
                "the CamelContext has a component " + component + " already",
                "give yours another name, or add it after WorkbinRoutes under another name"));
      }
    }
    for (String bean : BEANS) {
      if (context.getRegistry().lookupByName(bean) != null) {
        problems.add(
            new Problem(
                null,
                "there is a bean " + bean + " already, a name that the routes need",
                "give yours another name"));
      }
    }
    return problems;
  }

  /** Spring Boot's starters keep a component as a bean until it is used for the first time. */
  private static boolean hasComponent(CamelContext context, String name) {
    return context.hasComponent(name) != null
        || Stream.of(name, name + "-component")
            .anyMatch(
                bean -> context.getRegistry().lookupByNameAndType(bean, Component.class) != null);
  }
}
