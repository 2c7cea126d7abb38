package org.workbinroutes.ops;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.CamelContextCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfiguredPlaceholders;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.ops.routes.CheckedRoutes;
import org.workbinroutes.ops.routes.RouteSource;

/**
 * The running product: Camel with its routes, and the engines beside it. Engines start while Camel
 * reads its routes; no route starts before all engines run, and none is stopped before all routes
 * have.
 */
public final class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Main camel = new Main();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Engines engines;
  private final List<CamelContextCustomizer> parts;
  private final StartTimes times;
  private final ConfiguredPlaceholders placeholders;
  private final StopNotice notice = new StopNotice();
  private boolean stopWhenReady;

  /** Makes an application; nothing is started. */
  public Application(
      Configuration configuration,
      RouteSource routes,
      List<Engine> engines,
      List<CamelContextCustomizer> parts,
      long beginNanos) {
    this.engines = new Engines(engines);
    this.parts =
        parts.stream().sorted(Comparator.comparing(CamelContextCustomizer::getOrder)).toList();
    this.times = new StartTimes(System::nanoTime, beginNanos);
    this.placeholders = new ConfiguredPlaceholders(configuration);
    CheckedRoutes checked =
        new CheckedRoutes(
            routes, configuration.get(WorkbinOptions.DYNAMIC_ENDPOINTS).equals("allow"));
    new CamelSettings(configuration).apply(camel);
    checked.configure(camel.configure());
    camel.setRoutesCollector(checked);
    camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
  }

  /** Starts, runs, and returns when everything has stopped. */
  public void run() throws Exception {
    CompletableFuture<Void> enginesStarted =
        CompletableFuture.runAsync(this::startEngines, Application::beside);
    camel.addMainListener(new StartOrder(enginesStarted));
    try {
      camel.run();
    } finally {
      try {
        // a start that failed half-way has left Camel as it was
        camel.stop();
      } finally {
        stopEngines(enginesStarted);
        ended.countDown();
      }
    }
  }

  /** Has the readiness check say no from now on; everything still runs. */
  public void announceStop() {
    notice.give();
  }

  /** Asks {@link #run()} to stop everything and return. Returns at once. */
  public void stop() {
    camel.completed();
  }

  /** Has {@link #run()} stop everything as soon as it runs. To be called before it. */
  public void stopWhenReady() {
    stopWhenReady = true;
  }

  /** Waits for the routes to run. */
  public boolean awaitReady(long timeout, TimeUnit unit) throws InterruptedException {
    return ready.await(timeout, unit);
  }

  /** Waits for {@link #run()} to have stopped everything. */
  public boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }

  /** In a thread of its own: a thread of the common pool that waits may run any task meanwhile. */
  private static void beside(Runnable task) {
    Thread thread = new Thread(task, "engines");
    thread.setDaemon(true);
    thread.start();
  }

  private void startEngines() {
    for (Engine engine : engines.all()) {
      StartTimes.Part part = times.part(engine.name());
      try {
        engine.start();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
      part.end();
    }
  }

  private void stopEngines(CompletableFuture<Void> enginesStarted) {
    enginesStarted.handle((done, failed) -> null).join();
    engines.stop();
  }

  private final class StartOrder extends MainListenerSupport {
    private final CompletableFuture<Void> enginesStarted;
    private final StartTimes.Part camelPart = times.part("camel");

    StartOrder(CompletableFuture<Void> enginesStarted) {
      this.enginesStarted = enginesStarted;
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
      placeholders.configure(main.getCamelContext());
    }

    @Override
    public void beforeConfigure(BaseMainSupport main) {
      CamelContext context = main.getCamelContext();
      parts.forEach(part -> part.configure(context));
      HealthCheckRegistry checks = HealthCheckRegistry.get(context);
      if (checks != null) {
        notice.setCamelContext(context);
        checks.register(notice);
      }
    }

    @Override
    public void beforeStart(BaseMainSupport main) {
      camelPart.waiting(enginesStarted::join);
    }

    @Override
    public void afterStart(BaseMainSupport main) {
      camelPart.end();
      LOG.info("{}", times);
      ready.countDown();
      if (stopWhenReady) {
        stop();
      }
    }
  }
}
