package org.workbinroutes.intake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.workbinroutes.ledger.DeadLetters;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.placement.InFlight;
import org.workbinroutes.placement.Ledger;
import org.workbinroutes.placement.Placement;
import org.workbinroutes.placement.PlacementRequest;
import org.workbinroutes.placement.PlacementSteps;
import org.workbinroutes.placement.PlacementWatch;
import org.workbinroutes.placement.Placements;
import org.workbinroutes.placement.RetryPolicy;
import org.workbinroutes.placement.WaitReasons;

/**
 * What an intake hands its requests to: the shipped placement route with a real ledger, before
 * {@link AnsweringGws}. A request is called once. The ledger cannot take the interaction id {@code
 * break-me}.
 */
final class PlacementBehind implements AutoCloseable {
  private static final int THREADS = 16;
  private static final Duration LONG = Duration.ofMinutes(5);

  final AnsweringGws gws = new AnsweringGws();
  final Ledger ledger;
  final Placements placements;
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(THREADS, 0, 50, 100, Duration.ofSeconds(2)));
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService tellers = Executors.newFixedThreadPool(THREADS);
  private final PlacementWatch watch;

  PlacementBehind(CamelContext context, Ledger kept, int backlog) throws Exception {
    watch = new PlacementWatch(kept, timer, tellers);
    ledger = watched(kept);
    InFlight inFlight = new InFlight();
    PlacementSteps steps =
        new PlacementSteps(
            ledger,
            new RetryPolicy(1, LONG, Duration.ofMillis(1), Duration.ofMillis(1)),
            gate,
            inFlight,
            Clock.systemUTC(),
            LONG,
            Clock.systemUTC(),
            workbin -> {});
    placements =
        new Placements(
            ledger, inFlight, context.createProducerTemplate(), threads, THREADS, backlog, steps);
    context.addComponent("gws", gws);
    context.getPropertiesComponent().addInitialProperty("workbin.dead-letters", "mock:given-up");
    context.getRegistry().bind("deadLetters", new DeadLetters());
    context.getRegistry().bind("gwsGate", gate);
    context.getRegistry().bind("ledger", ledger);
    context.getRegistry().bind("placementRequestParser", new PlacementRequestParser());
    context.getRegistry().bind("placementLoop", steps);
    context.getRegistry().bind("placementWatch", watch);
    context.getRegistry().bind("placements", placements);
    context.getRegistry().bind("waitReasons", new WaitReasons(inFlight, gate));
    for (String file : List.of("placement", "dead-letter")) {
      load(context, file + ".camel.yaml");
    }
  }

  static void load(CamelContext context, String routeFile) throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                context, "file:" + Path.of("routes", routeFile).toAbsolutePath()));
  }

  /** Reports what moved on, as the ledger's observer does, and fails for {@code break-me}. */
  private Ledger watched(Ledger kept) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof PlacementRequest request) {
                gws.pauseIfSlow();
                if (request.interactionId().equals("break-me")) {
                  return CompletableFuture.failedFuture(
                      new Ledger.UnavailableException("the ledger is closed", null));
                }
              }
              try {
                Object result = method.invoke(kept, arguments);
                if (result instanceof Placement moved) {
                  watch.accept(moved);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Before its context stops: who waits for GWS must not hold up the stop. */
  @Override
  public void close() {
    gws.letGo.countDown();
    gate.close();
    placements.close();
    watch.close();
    threads.shutdown();
    tellers.shutdown();
    timer.shutdownNow();
  }
}
