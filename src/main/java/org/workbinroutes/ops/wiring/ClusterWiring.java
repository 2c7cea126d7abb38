package org.workbinroutes.ops.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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
import org.workbinroutes.ops.cluster.ElectionSettings;
import org.workbinroutes.ops.cluster.PostgresClusterService;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.WorkbinOptions;

/**
 * Which node hears and reconciles: the route policy {@code elected}, and {@code sinkOrder-all} for
 * sinks that keep the order of all notifications. Routes that have it run on one node only; without
 * {@code workbin.cluster} on every node. After {@code Sinks}.
 */
final class ClusterWiring implements CamelContextCustomizer {
  /** The one place there is. */
  private static final String NAMESPACE = "workbin";

  private static final String BEAN = "bean:";
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWiring.class);

  private final Configuration configuration;

  ClusterWiring(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void configure(CamelContext context) {
    String cluster = configuration.get(WorkbinOptions.CLUSTER);
    if (cluster.equals("none")) {
      context.getRegistry().bind("elected", new RoutePolicySupport() {});
      return;
    }
    RoutePolicy elected;
    try {
      if (!cluster.startsWith(BEAN)) {
        context.addService(service(cluster));
      }
      elected =
          ClusteredRoutePolicy.forNamespace(
              context,
              services -> services.stream().filter(own(context, cluster)).findFirst(),
              NAMESPACE);
    } catch (Exception e) {
      throw new IllegalStateException("workbin.cluster=" + cluster + " cannot be set up", e);
    }
    context.getRegistry().bind("elected", elected);
    context.getRegistry().bind("sinkOrder-all", elected);
    show(context, cluster);
  }

  private static java.util.function.Predicate<CamelClusterService> own(
      CamelContext context, String cluster) {
    return cluster.startsWith(BEAN)
        ? service -> service == context.getRegistry().lookupByName(cluster.substring(BEAN.length()))
        : service -> true;
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
  private void show(CamelContext context, String cluster) {
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
            CamelClusterService service =
                starting.hasServices(CamelClusterService.class).stream()
                    .filter(own(starting, cluster))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "workbin.cluster="
                                    + cluster
                                    + ", and there is no such CamelClusterService: make it with"
                                    + " camel.beans"));
            try {
              service.getView(NAMESPACE).addEventListener(election);
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
