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
 * The running product: Camel with its routes, and the services beside it. These start while Camel
 * reads its routes; no route starts before all services run, and none is stopped before all routes
 * have.
 */
public final class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Main camel = new Main();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ManagedServices services;
  private final List<CamelContextCustomizer> parts;
  private final StartTimes times;
  private final ConfiguredPlaceholders placeholders;
  private final StopNotice notice = new StopNotice();
  private boolean stopWhenReady;

  public Application(
      Configuration configuration,
      RouteSource routes,
      List<ManagedService> services,
      List<CamelContextCustomizer> parts,
      long beginNanos) {
    this.services = new ManagedServices(services);
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
    CompletableFuture<Void> servicesStarted =
        CompletableFuture.runAsync(this::startServices, Application::beside);
    camel.addMainListener(new StartOrder(servicesStarted));
    try {
      camel.run();
    } finally {
      try {
        // a start that failed half-way has left Camel as it was
        camel.stop();
      } finally {
        stopServices(servicesStarted);
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
    Thread thread = new Thread(task, "services");
    thread.setDaemon(true);
    thread.start();
  }

  private void startServices() {
    for (ManagedService service : services.all()) {
      StartTimes.Part part = times.part(service.name());
      try {
        service.start();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
      part.end();
    }
  }

  private void stopServices(CompletableFuture<Void> servicesStarted) {
    servicesStarted.handle((done, failed) -> null).join();
    services.stop();
  }

  private final class StartOrder extends MainListenerSupport {
    private final CompletableFuture<Void> servicesStarted;
    private final StartTimes.Part camelPart = times.part("camel");

    StartOrder(CompletableFuture<Void> servicesStarted) {
      this.servicesStarted = servicesStarted;
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
      camelPart.waiting(servicesStarted::join);
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
