package org.workbinroutes.ops.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationException;
import org.workbinroutes.ops.config.ConfigurationRule;
import org.workbinroutes.ops.config.ConfiguredPlaceholders;
import org.workbinroutes.ops.config.Problem;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.sink.ndjson.NdjsonComponent;
import org.workbinroutes.sink.webhook.WebhookComponent;

/**
 * Checks what the configuration makes of the route files, before anything starts: in a CamelContext
 * of its own that is never started.
 */
public final class RouteRules implements ConfigurationRule {
  /** By which an owner names route files, or classes with routes, that are not known here. */
  private static final String MORE_ROUTES = "camel.main.routes";

  private final RouteSource source;

  public RouteRules(RouteSource source) {
    this.source = source;
  }

  @Override
  public List<Problem> check(Configuration configuration) {
    try (DefaultCamelContext context = prepared(configuration)) {
      List<RouteFile> files = source.readAll(context);
      List<Problem> problems = new ArrayList<>();
      if (configuration
          .find(WorkbinOptions.DYNAMIC_ENDPOINTS)
          .filter("refuse"::equals)
          .isPresent()) {
        files.forEach(file -> problems.addAll(new DynamicEndpoints().find(file)));
      }
      boolean hasMore =
          configuration.camelProperties().keySet().stream()
              .anyMatch(key -> key.startsWith(MORE_ROUTES));
      problems.addAll(
          new TemplateRules(context, context, RouteDeclarations.in(files), hasMore)
              .check(configuration));
      return problems;
    } catch (ConfigurationException unreadable) {
      return unreadable.problems();
    } catch (IOException notClosed) {
      throw new UncheckedIOException(notClosed);
    }
  }

  /**
   * Checks what goes into somebody else's context, where more templates and components may come.
   */
  public static List<Problem> checkIn(
      CamelContext host, Configuration configuration, Collection<Resource> files)
      throws IOException {
    List<RouteFile> read = new ArrayList<>();
    for (Resource file : files) {
      read.add(RouteFile.of(file));
    }
    try (DefaultCamelContext context = prepared(configuration)) {
      context.setApplicationContextClassLoader(host.getApplicationContextClassLoader());
      return new TemplateRules(context, host, RouteDeclarations.in(read), true)
          .check(configuration);
    }
  }

  private static DefaultCamelContext prepared(Configuration configuration) {
    DefaultCamelContext context = new DefaultCamelContext(false);
    prepare(context, configuration);
    return context;
  }

  private static void prepare(DefaultCamelContext context, Configuration configuration) {
    context.disableJMX();
    context.setStartupSummaryLevel(StartupSummaryLevel.Off);
    Properties properties = new Properties();
    properties.putAll(configuration.camelProperties());
    context.getPropertiesComponent().setInitialProperties(properties);
    new ConfiguredPlaceholders(configuration).configure(context);
    addComponents(context);
    context.build();
  }

  private static void addComponents(CamelContext context) {
    context.addComponent("ndjson", new NdjsonComponent());
    context.addComponent("webhook", new WebhookComponent());
  }
}
