package org.workbinroutes.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.outage.CapturedLog;

/** Nodes that elect one of them, with nothing in common but a PostgreSQL database. */
class PostgresClusterServiceTest {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(10);

  private String url;
  private Node a;
  private Node b;

  @BeforeEach
  void aIsElectedAndBIsNot() throws Exception {
    url = PostgresServer.shared().newSchema();
    a = new Node("a", url);
    await().atMost(SOON).until(a::isElected);
    b = new Node("b", url);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void oneIsElectedAndStaysIt() {
    await()
        .during(LEASE.multipliedBy(2))
        .atMost(LEASE.multipliedBy(3))
        .until(() -> a.isElected() && !b.isElected());
    assertThat(a.told).containsExactly(true);
    assertThat(b.told).doesNotContain(true);
  }

  @Test
  void aNodeThatStopsLeavesItsPlaceToAnother() {
    // When
    a.close();
    // Then
    await().atMost(SOON).until(b::isElected);
    await().atMost(SOON).until(() -> b.told.contains(true));
  }

  @Test
  void aNodeWhoseConnectionBreaksStepsDownBeforeItOrAnotherIsElected() throws Exception {
    // When
    terminateSessionOf("a");
    // Then
    await().atMost(SOON).until(() -> a.told.contains(false));
    await().atMost(SOON).until(() -> a.isElected() ^ b.isElected());
    assertThat(List.copyOf(a.told)).startsWith(true, false);
  }

  @Test
  void nodesInAnotherSchemaElectTheirOwn() throws Exception {
    try (Node elsewhere = new Node("a", PostgresServer.shared().newSchema())) {
      await().atMost(SOON).until(elsewhere::isElected);
      assertThat(a.isElected()).isTrue();
    }
  }

  @Test
  void aServerThatIsNotThereElectsNobody() throws Exception {
    try (Node lost = new Node("lost", "jdbc:postgresql://127.0.0.1:1/x?user=nobody")) {
      await().during(LEASE).atMost(LEASE.multipliedBy(2)).until(() -> !lost.isElected());
    }
  }

  @Test
  void aPlaceThatAnotherUserHoldsIsToldOf() throws Exception {
    // Given
    String elsewhere = PostgresServer.shared().newSchema();
    PostgresServer.shared().addUsers("intruder");
    try (Connection intruder =
            DriverManager.getConnection(elsewhere.replace("user=postgres", "user=intruder"));
        Statement statement = intruder.createStatement();
        CapturedLog log = CapturedLog.ofAll()) {
      statement.execute(
          "SELECT pg_advisory_lock(hashtextextended('"
              + elsewhere.substring(elsewhere.lastIndexOf('=') + 1)
              + ":workbin-elected:test', 0))");

      // When
      try (Node node = new Node("c", elsewhere)) {
        await()
            .atMost(PATIENCE)
            .until(() -> log.lines().toString().contains("'intruder'") && !node.isElected());
        assertThat(node.health()).isEqualTo(HealthCheck.State.DOWN);
        statement.execute("SELECT pg_advisory_unlock_all()");

        // Then
        await().atMost(PATIENCE).until(node::isElected);
        await().atMost(PATIENCE).until(() -> node.health() == HealthCheck.State.UP);
      }
    }
  }

  private void terminateSessionOf(String node) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity s"
              + " ON s.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted"
              + " AND s.application_name = 'workbin-routes election "
              + node
              + "'");
    }
  }

  /** A node, as far as an election is concerned. */
  private static final class Node implements AutoCloseable {
    final Queue<Boolean> told = new ConcurrentLinkedQueue<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final PostgresClusterService service;

    Node(String name, String url) throws Exception {
      service =
          new PostgresClusterService(new ElectionSettings(url, null, null, name, INTERVAL, LEASE));
      camel.addService(service);
      camel.start();
      service
          .getView("test")
          .addEventListener(
              (CamelClusterEventListener.Leadership)
                  (view, leader) -> {
                    boolean now = view.getLocalMember().isLeader();
                    if (now || !told.isEmpty()) {
                      told.add(now);
                    }
                  });
    }

    HealthCheck.State health() {
      return HealthCheckRegistry.get(camel)
          .getCheck("election-test")
          .orElseThrow()
          .call()
          .getState();
    }

    boolean isElected() {
      return service.isLeader("test");
    }

    @Override
    public void close() {
      camel.stop();
    }
  }
}
