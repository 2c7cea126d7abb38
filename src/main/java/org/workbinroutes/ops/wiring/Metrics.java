package org.workbinroutes.ops.wiring;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.micrometer.prometheus.MicrometerPrometheus;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;

/** Where the parts of the product count, whether the figures can be fetched or not. */
public final class Metrics implements CamelContextCustomizer {
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
    // where camel.metrics.enabled looks for it
    registry.bind("camelMetrics", new CamelMetrics());
  }

  /** Camel's own metrics, as {@code camel.metrics.*} sets them up. */
  static final class CamelMetrics extends MicrometerPrometheus {
    /** Serves nothing: {@code ManagementServer} does, and Camel's own server is not there. */
    @Override
    protected void doStart() {}
  }
}
