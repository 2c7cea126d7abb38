package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Registry;
import org.workbinroutes.ops.Version;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConsoleOptions;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.console.ConsoleDesk;
import org.workbinroutes.ops.console.ConsolePages;
import org.workbinroutes.ops.console.FlowReader;
import org.workbinroutes.ops.console.HealthReader;
import org.workbinroutes.ops.console.PlacementSearch;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.placement.LedgerView;
import org.workbinroutes.sink.spool.SinkDesk;

/** The beans of the routes of the console. After the ledger's and the spool's. */
public final class ConsoleWiring implements CamelContextCustomizer {
  private final Configuration configuration;

  public ConsoleWiring(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The HTTP server, with the console's page if there is to be one. */
  public HttpServer httpServer() {
    HttpServerSettings settings = HttpServerSettings.of(configuration);
    return configuration.get(ConsoleOptions.ENABLED)
        ? new HttpServer(
            settings,
            new ConsolePages(!settings.logins().isOpen(), configuration.get(ConsoleOptions.EVERY))
                .all())
        : new HttpServer(settings);
  }

  @Override
  public void configure(CamelContext context) {
    if (!configuration.get(ConsoleOptions.ENABLED)) {
      return;
    }
    Registry registry = context.getRegistry();
    LedgerView ledger = registry.lookupByNameAndType("ledger", LedgerView.class);
    HealthReader health = new HealthReader(context);
    registry.bind(
        "consoleDesk",
        new ConsoleDesk(
            new ConsoleDesk.About(new Version().text(), configuration.get(WorkbinOptions.NODE)),
            new FlowReader(
                ledger,
                registry.lookupByNameAndType("sinkDesk", SinkDesk.class),
                registry.lookupByNameAndType(
                    MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class),
                health,
                Clock.systemUTC()),
            health,
            new PlacementSearch(ledger)));
  }
}
