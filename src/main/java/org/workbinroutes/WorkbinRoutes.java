package org.workbinroutes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.ops.config.EmbeddedSettings;
import org.workbinroutes.ops.wiring.EmbeddedProduct;

/**
 * The routes, beans and engines of workbin-routes for a CamelContext of your own. They start and
 * stop with it: no route starts before ledger and broker run, and these end after the last route.
 * Nothing listens on a port, unless a setting says so.
 *
 * <pre>{@code
 * context.addRoutes(new WorkbinRoutes(Map.of("gws.url", "https://gws.example.com", ...)));
 * TemplatedRouteBuilder.builder(context, "sink").routeId("crm").parameter("to", "direct:crm").add();
 * context.addRoutes(new RouteBuilder() {
 *   public void configure() {
 *     from("timer:...")...to("direct:intake");
 *     from("direct:crm")...
 *   }
 * });
 * context.start();
 * }</pre>
 *
 * <p>To be added once, and before the context is initialized or started. docs/embedding.md says
 * which libraries it takes and what the context must have.
 */
public final class WorkbinRoutes implements RoutesBuilder {
  private final Function<CamelContext, Configuration> settings;

  /**
   * Routes that take their settings, {@code gws.*} and {@code workbin.*}, from the properties of
   * the CamelContext, as <code>{{gws.url}}</code> in a route would.
   */
  public WorkbinRoutes() {
    this(context -> new EmbeddedSettings().of(context.getPropertiesComponent()));
  }

  /**
   * Routes with settings of their own; environment variables and system properties win over them.
   *
   * @param settings keys as in config/application.properties: {@code gws.*}, {@code workbin.*},
   *     {@code camel.routeTemplate[name].*}, and what these refer to
   */
  public WorkbinRoutes(Map<String, String> settings) {
    Map<String, String> copy = new LinkedHashMap<>(settings);
    this.settings = context -> new EmbeddedSettings().given(copy);
  }

  /**
   * Routes with settings of their own; environment variables and system properties win over them.
   *
   * @param settings as of {@link #WorkbinRoutes(Map)}; an application.properties loaded, for
   *     example
   */
  public WorkbinRoutes(Properties settings) {
    this(ConfigurationLoader.texts(settings));
  }

  /**
   * Routes with a configuration that was loaded elsewhere.
   *
   * @param configuration what holds
   */
  public WorkbinRoutes(Configuration configuration) {
    this(context -> configuration);
  }

  private WorkbinRoutes(Function<CamelContext, Configuration> settings) {
    this.settings = settings;
  }

  /**
   * Puts everything into the context. Nothing is started but the ledger, which is opened.
   *
   * @param context neither initialized nor started
   * @throws org.workbinroutes.ops.config.ConfigurationException with all that is wrong with the
   *     settings, the context or the class path
   * @throws IllegalStateException if the context is initialized or started
   */
  @Override
  public void addRoutesToCamelContext(CamelContext context) throws Exception {
    new EmbeddedProduct(settings.apply(context)).addTo(context);
  }

  /** Does nothing: there are none besides those of {@code camel.routeTemplate[name].*}. */
  @Override
  public void addTemplatedRoutesToCamelContext(CamelContext context) {}

  /**
   * Refuses.
   *
   * @throws UnsupportedOperationException always: what they guarantee rests on their never being
   *     exchanged while requests are under way
   */
  @Override
  public Set<String> updateRoutesToCamelContext(CamelContext context) {
    throw new UnsupportedOperationException("WorkbinRoutes are not updated: restart the context");
  }
}
