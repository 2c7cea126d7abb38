package org.workbinroutes.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.workbinroutes.ops.http.HttpServer;
import org.workbinroutes.ops.http.HttpServerSettings;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placers;
import org.workbinroutes.placement.WaitReasons;

/** A CamelContext with the shipped route files, and a stub where the placement route stands. */
final class IntakeContext implements AutoCloseable {
  final CamelContext context = new DefaultCamelContext();
  final GwsGate gate = new GwsGate(new GwsGate.Settings(8, 0, 50, 2, Duration.ofSeconds(2)));
  final PlacementStub placement = new PlacementStub();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final PlacementWatch watch = placement.watched(timer, threads);
  private HttpServer server;

  IntakeContext() throws Exception {
    Placers placers =
        new Placers(
            placement.ledger,
            new InFlight(),
            context.createProducerTemplate(),
            threads,
            8,
            1_000,
            request -> Optional.empty());
    context.getRegistry().bind("placers", placers);
    context.getRegistry().bind("placementWatch", watch);
    context.getRegistry().bind("placementRequestParser", new PlacementRequestParser());
    context.getRegistry().bind("ledger", placement.ledger);
    context.getRegistry().bind("gwsGate", gate);
    context.getRegistry().bind("waitReasons", new WaitReasons(new InFlight(), gate));
    context.getShutdownStrategy().setTimeout(5);
    context.addRoutes(placement);
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
    if (server != null) {
      server.stop();
    }
    watch.close();
    threads.shutdownNow();
    timer.shutdownNow();
  }
}
