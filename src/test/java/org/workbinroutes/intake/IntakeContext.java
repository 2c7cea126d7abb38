package org.workbinroutes.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.workbinroutes.placement.GwsGate;

/** A CamelContext with the shipped route files, and a stub where the placement route stands. */
final class IntakeContext implements AutoCloseable {
  final CamelContext context = new DefaultCamelContext();
  final GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofSeconds(2)));
  final PlacementStub placement = new PlacementStub();

  IntakeContext() throws Exception {
    context.getRegistry().bind("placementRequestParser", new PlacementRequestParser());
    context.getRegistry().bind("ledger", placement.ledger);
    context.getRegistry().bind("gwsGate", gate);
    context.getShutdownStrategy().setTimeout(5);
    context.addRoutes(placement);
  }

  void load(String routeFile) throws Exception {
    Resource resource =
        ResourceHelper.resolveMandatoryResource(
            context, "file:" + Path.of("routes", routeFile).toAbsolutePath());
    PluginHelper.getRoutesLoader(context).loadRoutes(resource);
  }

  void instantiate(String template, String routeId, Map<String, Object> parameters) {
    TemplatedRouteBuilder.builder(context, template).routeId(routeId).parameters(parameters).add();
  }

  @Override
  public void close() {
    context.stop();
  }
}
