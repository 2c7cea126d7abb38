package org.workbinroutes.ops.wiring;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.support.LifecycleStrategySupport;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.LedgerHealthCheck;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.placement.PlacementsHealthCheck;

/**
 * The health checks of the product besides those of its sinks: {@code gws-session}, {@code
 * gws-notifications}, {@code gws-placements}, {@code ledger}, {@code broker} and, with an HTTP
 * server, {@code http} and {@code http-connections}. docs/observability.md says which of them
 * decides on what.
 */
final class HealthWiring implements CamelContextCustomizer {
  private final BrokerWiring broker;
  private final List<HealthCheck> servers;

  HealthWiring(BrokerWiring broker, List<HealthCheck> servers) {
    this.broker = broker;
    this.servers = List.copyOf(servers);
  }

  @Override
  public void configure(CamelContext context) {
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(starting);
            if (registry != null) {
              for (HealthCheck check : checks(starting)) {
                CamelContextAware.trySetCamelContext(check, starting);
                registry.register(check);
              }
            }
          }
        });
  }

  private List<HealthCheck> checks(CamelContext context) {
    List<HealthCheck> checks =
        new ArrayList<>(context.getComponent("gws", GwsComponent.class).healthChecks());
    checks.add(
        new LedgerHealthCheck(
            context.getRegistry().lookupByNameAndType("ledger", LedgerView.class)));
    checks.add(
        new PlacementsHealthCheck(
            context.getRegistry().lookupByNameAndType("gwsGate", GwsGate.class)));
    broker.healthCheck(context).ifPresent(checks::add);
    checks.addAll(servers);
    return checks;
  }
}
