package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.workbinroutes.gws.GwsComponent;
import org.workbinroutes.ops.cluster.Admission;
import org.workbinroutes.ops.cluster.AdmittedRoutes;
import org.workbinroutes.ops.cluster.CandidateClusterService;
import org.workbinroutes.ops.cluster.ElectionSettings;
import org.workbinroutes.ops.cluster.PostgresClusterService;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;
import org.workbinroutes.placement.GwsGate;

/**
 * Which node hears and reconciles: the route policy {@code elected}, and {@code sinkOrder-all} for
 * sinks that keep the order of all notifications. Routes that have it run on one node only; without
 * {@code workbin.cluster} on every node. A node whose user GWS refuses takes no part, and leaves
 * what the others can read to them. After {@code Sinks}.
 */
final class ClusterWiring implements CamelContextCustomizer {
  /** The one place there is. */
  private static final String NAMESPACE = "workbin";

  private static final String BEAN = "bean:";
  private static final long LOOK_EVERY_MILLIS = 250;
  private static final Set<String> SHARED_SOURCES = Set.of("jms-intake", "file-intake");

  private static final Logger LOG = LoggerFactory.getLogger(ClusterWiring.class);

  private final Configuration configuration;
  private final GwsGate gate;

  ClusterWiring(Configuration configuration, GwsGate gate) {
    this.configuration = configuration;
    this.gate = gate;
  }

  @Override
  public void configure(CamelContext context) {
    String cluster = configuration.get(WorkbinOptions.CLUSTER);
    if (cluster.equals("none")) {
      context.getRegistry().bind("elected", new RoutePolicySupport() {});
      return;
    }
    String node = configuration.get(WorkbinOptions.NODE);
    Admission admission =
        new Admission(
            node, () -> context.getComponent("gws", GwsComponent.class).client().signIn());
    // told in this order: the intakes come last, because they take their time to stop
    gate.bar(true);
    admission.onChange(granted -> gate.bar(!granted));
    CandidateClusterService candidates =
        new CandidateClusterService(node, elections(context, cluster), admission);
    RoutePolicy elected;
    try {
      context.addService(candidates);
      elected =
          ClusteredRoutePolicy.forNamespace(
              context,
              services -> services.stream().filter(candidates::equals).findFirst(),
              NAMESPACE);
    } catch (Exception e) {
      throw new IllegalStateException("workbin.cluster=" + cluster + " cannot be set up", e);
    }
    context.getRegistry().bind("elected", elected);
    context.getRegistry().bind("sinkOrder-all", elected);
    RoutePolicy admitted = new AdmittedRoutes(admission);
    Set<String> intakes = intakes();
    context.addRoutePolicyFactory(
        (camel, routeId, route) -> intakes.contains(routeId) ? admitted : null);
    show(context, cluster, candidates);
    ask(context, admission);
  }

  /** The intakes whose sources other nodes read as well. */
  private Set<String> intakes() {
    return configuration.routeInstances().stream()
        .filter(route -> SHARED_SOURCES.contains(route.template()))
        .map(Configuration.RouteInstance::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Who holds the elections: the one that {@code workbin.cluster} names, whatever else is there.
   */
  private Supplier<CamelClusterService> elections(CamelContext context, String cluster) {
    if (cluster.startsWith(BEAN)) {
      // made by others, after this
      return () -> bean(context, cluster);
    }
    CamelClusterService service = service(cluster);
    try {
      context.addService(service);
    } catch (Exception e) {
      throw new IllegalStateException("workbin.cluster=" + cluster + " cannot be set up", e);
    }
    return () -> service;
  }

  private static CamelClusterService bean(CamelContext context, String cluster) {
    Object bean = context.getRegistry().lookupByName(cluster.substring(BEAN.length()));
    if (bean instanceof CamelClusterService service) {
      return service;
    }
    throw new IllegalStateException(
        "workbin.cluster="
            + cluster
            + ", and there is "
            + (bean == null ? "no such bean" : "a bean that is no CamelClusterService")
            + ": make a CamelClusterService of that name with camel.beans");
  }

  /** Begins to ask whether GWS lets this node in, when all that depends on it is there. */
  private void ask(CamelContext context, Admission admission) {
    ScheduledExecutorService timer =
        context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "admission");
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarted(CamelContext started) {
            ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(
                    admission::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
          }

          @Override
          public void onContextStopping(CamelContext stopping) {
            stopping.getExecutorServiceManager().shutdownNow(timer);
          }
        });
  }

  private CamelClusterService service(String cluster) {
    String node = configuration.get(WorkbinOptions.NODE);
    Duration interval = configuration.get(WorkbinOptions.CLUSTER_INTERVAL);
    Duration lease = configuration.get(WorkbinOptions.CLUSTER_LEASE);
    if (cluster.equals("ledger")) {
      return new PostgresClusterService(
          new ElectionSettings(
              configuration.get(WorkbinOptions.LEDGER),
              configuration.find(WorkbinOptions.LEDGER_USERNAME).orElse(null),
              configuration.find(WorkbinOptions.LEDGER_PASSWORD).orElse(null),
              node,
              interval,
              lease));
    }
    Path folder = configuration.find(WorkbinOptions.CLUSTER_FOLDER).orElseThrow();
    FileLockClusterService files = new FileLockClusterService();
    files.setId(node);
    files.setRoot(folder.toString());
    files.setAcquireLockDelay(interval.toMillis(), TimeUnit.MILLISECONDS);
    files.setAcquireLockInterval(interval.toMillis(), TimeUnit.MILLISECONDS);
    files.setHeartbeatTimeoutMultiplier(Math.toIntExact(lease.dividedBy(interval)));
    return files;
  }

  /** Tells who is elected, in the log and as a metric. */
  private void show(CamelContext context, String cluster, CamelClusterService candidates) {
    Election election = new Election(configuration.get(WorkbinOptions.NODE));
    MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
    if (meters != null) {
      Gauge.builder("workbin.elected", election, shown -> shown.isElected() ? 1 : 0)
          .description("1 on the node that hears notifications and reconciles, 0 on the others")
          .register(meters);
    }
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onContextStarting(CamelContext starting) {
            try {
              if (cluster.startsWith(BEAN)) {
                CamelClusterService bean = bean(starting, cluster);
                if (!starting.hasService(bean)) {
                  starting.addService(bean);
                }
              }
              candidates.getView(NAMESPACE).addEventListener(election);
            } catch (IllegalStateException e) {
              throw e;
            } catch (Exception e) {
              throw new IllegalStateException("workbin.cluster=" + cluster + " did not start", e);
            }
          }
        });
  }

  /** Whether this node is elected, as it was told last. */
  private static final class Election implements CamelClusterEventListener.Leadership {
    private final String node;
    private volatile CamelClusterView view;
    private boolean before;

    Election(String node) {
      this.node = node;
    }

    boolean isElected() {
      CamelClusterView told = view;
      return told != null && told.getLocalMember().isLeader();
    }

    @Override
    public synchronized void leadershipChanged(
        CamelClusterView changed, CamelClusterMember leader) {
      view = changed;
      boolean now = changed.getLocalMember().isLeader();
      if (now != before) {
        LOG.info(
            now
                ? "Node {} is elected: it hears notifications and reconciles"
                : "Node {} is not elected any more",
            node);
      }
      before = now;
    }
  }
}
