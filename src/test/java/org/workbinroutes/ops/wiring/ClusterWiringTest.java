package org.workbinroutes.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.sink.Sinks;

/** Routes that run on one of several nodes, however that one is elected. */
class ClusterWiringTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ledger", "file", "bean:election"})
  void anElectedRouteRunsOnOneNodeAndThenOnTheNext(String cluster) throws Exception {
    // Given
    String ledger = PostgresServer.shared().newSchema();
    try (DefaultCamelContext a = node("a", cluster, ledger)) {
      await().atMost(SOON).until(() -> runs(a));
      try (DefaultCamelContext b = node("b", cluster, ledger)) {
        assertThat(b.getRouteController().getRouteStatus("everywhere").isStarted()).isTrue();
        await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> runs(a) && !runs(b));
        // When
        a.stop();
        // Then
        await().atMost(SOON).until(() -> runs(b));
      }
    }
  }

  @Test
  void withoutAClusterEachNodeRunsIt() throws Exception {
    try (DefaultCamelContext a = node("a", "none", "embedded");
        DefaultCamelContext b = node("b", "none", "embedded")) {
      assertThat(runs(a)).isTrue();
      assertThat(runs(b)).isTrue();
    }
  }

  private static boolean runs(DefaultCamelContext node) {
    return node.getRouteController().getRouteStatus("one") == ServiceStatus.Started;
  }

  private DefaultCamelContext node(String name, String cluster, String ledger) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    if (cluster.startsWith("bean:")) {
      FileLockClusterService election = new FileLockClusterService();
      election.setRoot(folder.toString());
      election.setAcquireLockInterval(1);
      camel.getRegistry().bind("election", election);
      camel.addService(election);
    }
    new Sinks().configure(camel);
    new ClusterWiring(configuration(name, cluster, ledger)).configure(camel);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("timer:one?period=100").routeId("one").routePolicyRef("elected").to("mock:one");
            from("timer:everywhere?period=100").routeId("everywhere").to("mock:everywhere");
          }
        });
    camel.start();
    return camel;
  }

  private Configuration configuration(String name, String cluster, String ledger) {
    Map<String, String> variables = new HashMap<>();
    variables.put("GWS_URL", "https://gws.example.com");
    variables.put("GWS_USERNAME", "agent");
    variables.put("GWS_PASSWORD", "secret");
    variables.put("WORKBIN_NODE", name);
    variables.put("WORKBIN_CLUSTER", cluster);
    variables.put("WORKBIN_CLUSTER_FOLDER", folder.toString());
    variables.put("WORKBIN_CLUSTER_INTERVAL", "300ms");
    variables.put("WORKBIN_CLUSTER_LEASE", "2s");
    if (!cluster.equals("none")) {
      variables.put("WORKBIN_LEDGER", ledger);
      variables.put("WORKBIN_BROKER", "tcp://broker.example.com:61616");
    }
    return new ConfigurationLoader(Catalogue.standard(), variables, Map.of())
        .load(null, Map.of(), folder);
  }
}
