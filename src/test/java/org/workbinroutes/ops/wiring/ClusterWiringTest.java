package org.workbinroutes.ops.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.workbinroutes.gws.CallGuard;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.ops.config.Catalogue;
import org.workbinroutes.ops.config.Configuration;
import org.workbinroutes.ops.config.ConfigurationLoader;
import org.workbinroutes.placement.GwsGate;
import org.workbinroutes.simulator.SimulatorServer;
import org.workbinroutes.sink.Sinks;

/** Routes that run on one of several nodes, however that one is elected. */
class ClusterWiringTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final GwsGate gate =
      new GwsGate(new GwsGate.Settings(1, 0, 50, 10, Duration.ofSeconds(1)));

  @TempDir private Path folder;

  private final SimulatorServer gws =
      SimulatorServer.builder().user("a", "secret").user("b", "secret").start();
  private final List<CamelClusterService> others = new ArrayList<>();

  @AfterEach
  void stop() {
    gws.close();
  }

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

  @ParameterizedTest
  @ValueSource(strings = {"ledger", "file", "bean:election"})
  void aNodeWhoseUserIsRefusedGivesItsPlaceToAnotherAndStandsAgainWhenItIsMended(String cluster)
      throws Exception {
    // Given
    String ledger = PostgresServer.shared().newSchema();
    try (DefaultCamelContext a = node("a", cluster, ledger)) {
      await().atMost(SOON).until(() -> runs(a) && routeRuns(a, "inbox") && !gate.isOpen());
      try (DefaultCamelContext b = node("b", cluster, ledger)) {
        // When
        gws.user("a", "changed");
        // Then
        await().atMost(SOON).until(() -> runs(b) && !runs(a) && !routeRuns(a, "inbox"));
        assertThat(routeRuns(a, "everywhere")).isTrue();
        assertThat(routeRuns(b, "inbox")).isTrue();
        // When
        gws.user("a", "secret");
        await().atMost(SOON).until(() -> routeRuns(a, "inbox"));
        gws.user("b", "changed");
        // Then
        await().atMost(SOON).until(() -> runs(a) && !runs(b) && routeRuns(a, "inbox"));
      }
    }
  }

  @Test
  void aNodeWhoseUserIsRefusedFromTheBeginningTakesNoPart() throws Exception {
    // Given
    gws.user("a", "another");
    try (DefaultCamelContext a = node("a", "file", PostgresServer.shared().newSchema())) {
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> !runs(a) && !routeRuns(a, "inbox") && gate.isOpen());
      // When
      gws.user("a", "secret");
      // Then
      await().atMost(SOON).until(() -> runs(a) && routeRuns(a, "inbox") && !gate.isOpen());
    }
  }

  @Test
  void anotherClusterServiceInTheContextIsLeftAlone() throws Exception {
    // Given
    FileLockClusterService other = new FileLockClusterService();
    other.setRoot(folder.resolve("other").toString());
    others.add(other);
    String ledger = PostgresServer.shared().newSchema();
    try (DefaultCamelContext a = node("a", "ledger", ledger)) {
      // Then
      await().atMost(SOON).until(() -> runs(a));
      assertThat(other.getNamespaces()).isEmpty();
    }
  }

  @Test
  void aBeanThatIsNotThereOrIsNoClusterServiceIsNamedWithItsKey() {
    assertThatThrownBy(() -> node("a", "bean:nobody", "jdbc:postgresql://db.example.com/x"))
        .hasStackTraceContaining("workbin.cluster=bean:nobody, and there is no such bean");
    assertThatThrownBy(() -> node("a", "bean:elected", "jdbc:postgresql://db.example.com/x"))
        .hasStackTraceContaining(
            "workbin.cluster=bean:elected, and there is a bean that is no CamelClusterService");
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
    return routeRuns(node, "one");
  }

  private static boolean routeRuns(DefaultCamelContext node, String route) {
    return node.getRouteController().getRouteStatus(route) == ServiceStatus.Started;
  }

  private DefaultCamelContext node(String name, String cluster, String ledger) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    for (CamelClusterService other : others) {
      camel.addService(other);
    }
    if (cluster.equals("bean:election")) {
      FileLockClusterService election = new FileLockClusterService();
      election.setRoot(folder.toString());
      election.setAcquireLockInterval(1);
      camel.getRegistry().bind("election", election);
      camel.addService(election);
    }
    new Sinks().configure(camel);
    Configuration configuration = configuration(name, cluster, ledger);
    new GwsWiring(configuration, CallGuard.NONE).configure(camel);
    new ClusterWiring(configuration, gate).configure(camel);
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("gws:notifications").routeId("one").routePolicyRef("elected").to("mock:one");
            from("timer:inbox?period=100").routeId("inbox").to("mock:inbox");
            from("timer:everywhere?period=100").routeId("everywhere").to("mock:everywhere");
          }
        });
    camel.start();
    return camel;
  }

  private Configuration configuration(String name, String cluster, String ledger) {
    Map<String, String> variables = new HashMap<>();
    variables.put("GWS_URL", gws.url());
    variables.put("GWS_USERNAME", name);
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
        .load(Map.of("camel.routeTemplate[inbox].templateId", "file-intake"), folder);
  }
}
