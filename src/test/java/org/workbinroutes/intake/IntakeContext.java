package org.workbinroutes.intake;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.workbinroutes.ledger.MemoryLedger;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.PlacementRequest;

/** A CamelContext with the shipped route files of intakes and of the placement behind them. */
final class IntakeContext implements AutoCloseable {
  final CamelContext context = new DefaultCamelContext();
  final Ledger ledger;
  final AnsweringGws gws;
  private final PlacementBehind placement;
  private HttpServer server;

  IntakeContext() throws Exception {
    placement = new PlacementBehind(context, new MemoryLedger(), 1_000);
    ledger = placement.ledger;
    gws = placement.gws;
    context.getShutdownStrategy().setTimeout(5);
  }

  /** Where the requests came from that GWS was called for, by request id. */
  Map<String, String> sources() {
    return List.copyOf(gws.requests).stream()
        .map(PlacementRequest::requestId)
        .distinct()
        .collect(Collectors.toMap(id -> id, id -> ledger.find(id).orElseThrow().source()));
  }

  /** Starts an HTTP server with the routes of the HTTP intake. */
  RawHttp serve(HttpServerSettings settings) throws Exception {
    server = new HttpServer(settings);
    server.start();
    server.configure(context);
    load("http.camel.yaml");
    load("intake-http.camel.yaml");
    return new RawHttp(server.port());
  }

  /** The port of the HTTP server. */
  int port() {
    return server.port();
  }

  void load(String routeFile) throws Exception {
    PlacementBehind.load(context, routeFile);
  }

  void instantiate(String template, String routeId, Map<String, Object> parameters) {
    TemplatedRouteBuilder.builder(context, template).routeId(routeId).parameters(parameters).add();
  }

  @Override
  public void close() {
    placement.close();
    context.stop();
    if (server != null) {
      server.stop();
    }
  }
}
