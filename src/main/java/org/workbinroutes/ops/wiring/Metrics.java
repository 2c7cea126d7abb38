package org.workbinroutes.ops.wiring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.HttpOptions;

/** Where the parts of the product count, whether the figures can be fetched or not. */
public final class Metrics implements CamelContextCustomizer {
  private final int httpPort;

  /**
   * Makes the part.
   *
   * @param configuration what holds
   */
  public Metrics(Configuration configuration) {
    this.httpPort = configuration.get(HttpOptions.PORT);
  }

  @Override
  public int getOrder() {
    // before those who count
    return HIGHEST;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    registry.bind(
        MicrometerConstants.METRICS_REGISTRY_NAME,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    VertxPlatformHttpEngine intakes = new ServerOfIntakes(httpPort);
    intakes.setCamelContext(context);
    registry.bind(
        PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, intakes);
  }

  /** With a management server there are two, and Camel's own would look for one at port 8080. */
  private static final class ServerOfIntakes extends VertxPlatformHttpEngine {
    private final int port;

    ServerOfIntakes(int port) {
      this.port = port;
    }

    @Override
    public int getServerPort() {
      return port;
    }
  }
}
