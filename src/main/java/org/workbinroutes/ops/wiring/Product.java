package org.workbinroutes.ops.wiring;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.spi.CamelContextCustomizer;
import org.workbinroutes.ledger.SqliteLibrary;
import org.workbinroutes.ops.Application;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.ManagementServer;
import org.workbinroutes.ops.routes.RouteSource;
import org.workbinroutes.ops.routes.TemplateGuard;
import org.workbinroutes.sink.Sinks;

/** The standalone product: every part, put together from one configuration. */
public final class Product {
  private Product() {}

  /** Puts the product together; nothing is started. */
  public static Application of(Configuration options, RouteSource routes, long beginNanos) {
    return of(options, routes, beginNanos, List.of());
  }

  /** Puts the product together with parts of one's own; nothing is started. */
  public static Application of(
      Configuration options,
      RouteSource routes,
      long beginNanos,
      List<? extends CamelContextCustomizer> more) {
    SqliteLibrary.loadInstalled();
    BrokerWiring broker = new BrokerWiring(options);
    PlacementWiring placement = new PlacementWiring(options);
    ConsoleWiring console = new ConsoleWiring(options);
    HttpServer http = console.httpServer();
    ManagementServer management = new ManagementServer(options);
    List<CamelContextCustomizer> parts =
        new ArrayList<>(
            List.of(
                new HomeFolder(options.home()),
                new Metrics(),
                new TraceWiring(options),
                management,
                http,
                broker,
                placement,
                new GwsWiring(options, placement.gate()),
                new Sinks(),
                new ClusterWiring(options, placement.gate()),
                new SpoolWiring(options, broker),
                new TailWiring(options),
                new TemplateGuard(),
                new HealthWiring(broker, http.healthChecks()),
                console));
    parts.addAll(more);
    return new Application(
        options,
        routes,
        List.of(new DataFolder(options), management, http, placement, broker),
        parts,
        beginNanos);
  }
}
