package org.workbinroutes.ops.wiring;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.workbinroutes.ops.ManagedService;
import org.workbinroutes.ops.ManagedServices;

/** Services that start before the routes of a CamelContext and stop after them, once. */
final class ManagedServiceLifecycle {
  private final ManagedServices services;
  private boolean starting;
  private boolean stopped;

  ManagedServiceLifecycle(List<ManagedService> services) {
    this.services = new ManagedServices(services);
  }

  /** Starts the services; to be added before who needs them. */
  LifecycleStrategy starting() {
    return new LifecycleStrategySupport() {
      @Override
      public void onContextInitializing(CamelContext context)
          throws VetoCamelContextStartException {
        refuseSecondStart(context);
      }

      @Override
      public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
        start(context);
      }
    };
  }

  /** Stops the services; to be added after who needs them. */
  LifecycleStrategy stopping() {
    return new LifecycleStrategySupport() {
      @Override
      public void onContextStopping(CamelContext context) {
        // a context that could not be initialized is asked to stop, but says nothing when it has
        if (!hasBegun()) {
          ManagedServiceLifecycle.this.stop();
        }
      }

      @Override
      public void onContextStopped(CamelContext context) {
        ManagedServiceLifecycle.this.stop();
      }
    };
  }

  private synchronized boolean hasBegun() {
    return starting;
  }

  private synchronized void refuseSecondStart(CamelContext context)
      throws VetoCamelContextStartException {
    if (stopped) {
      throw new VetoCamelContextStartException(
          "WorkbinRoutes start once: make a new CamelContext instead of starting this one again",
          context,
          true);
    }
  }

  private synchronized void start(CamelContext context) throws VetoCamelContextStartException {
    starting = true;
    for (ManagedService service : services.all()) {
      try {
        service.start();
      } catch (Exception e) {
        throw new VetoCamelContextStartException(
            "workbin-routes could not start its " + service.name() + ": " + e.getMessage(),
            e,
            context,
            true);
      }
    }
  }

  /** Stops all of them, in reverse; does nothing a second time. */
  synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    services.stop();
  }
}
