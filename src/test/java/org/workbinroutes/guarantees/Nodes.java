package org.workbinroutes.guarantees;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.workbinroutes.ledger.PostgresServer;
import org.workbinroutes.ops.broker.BrokerProcess;

/**
 * Several nodes with one ledger, one broker and one drop folder, and a load balancer that tries the
 * next one each time.
 */
final class Nodes implements Installation, AutoCloseable {
  /** A client of a node that stands still does not wait for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<ProductProcess> nodes = new ArrayList<>();
  private final BrokerProcess broker;
  private final Path shared;
  private final AtomicInteger turn = new AtomicInteger();

  /** How long a claim in the ledger lasts, by {@link #quick()}. */
  static final Duration LEDGER_LEASE = Duration.ofSeconds(6);

  /** Times that are short enough for a test. */
  static Map<String, String> quick() {
    return Map.of(
        "workbin.cluster.interval", "500ms",
        "workbin.cluster.lease", "3s",
        "workbin.ledger.lease", LEDGER_LEASE.toSeconds() + "s",
        "gws.retry.time", "5s",
        "gws.response-timeout", "2s",
        "workbin.confirm-timeout", "3s",
        "workbin.recovery.every", "500ms",
        "gws.connections", "8");
  }

  /**
   * Sets up nodes a, b, c and so on, and starts their broker; none of them is started.
   *
   * @param name of a folder in target/guarantees
   * @param count how many
   * @param more configuration besides
   */
  Nodes(String name, int count, String gwsUrl, Map<String, String> more) throws Exception {
    this(name, count, gwsUrl, node -> more);
  }

  /**
   * Sets up nodes that are not all alike.
   *
   * @param more by the node's name, its configuration besides
   */
  Nodes(String name, int count, String gwsUrl, Function<String, Map<String, String>> more)
      throws Exception {
    Path folder = Path.of("target", "guarantees").toAbsolutePath();
    Files.createDirectories(folder);
    shared = Files.createTempDirectory(folder, name + "-shared-");
    broker = new BrokerProcess(Files.createDirectory(shared.resolve("broker")));
    Files.createDirectory(inbox());
    String ledger = PostgresServer.shared().newSchema();
    for (int i = 0; i < count; i++) {
      String node = String.valueOf((char) ('a' + i));
      Map<String, String> keys = new LinkedHashMap<>();
      keys.put("workbin.node", node);
      keys.put("workbin.cluster", "ledger");
      keys.put("workbin.ledger", ledger);
      keys.put(
          "workbin.broker", broker.coreUrl() + "?connectionTTL=4000&clientFailureCheckPeriod=1000");
      keys.put("workbin.broker.username", BrokerProcess.USER);
      keys.put("workbin.broker.password", BrokerProcess.PASSWORD);
      for (String place : List.of("directory", "done", "failed", "results")) {
        keys.put(
            "camel.routeTemplate[inbox]." + place,
            place.equals("directory") ? inbox().toString() : shared.resolve(place).toString());
      }
      keys.put("camel.routeTemplate[inbox].lockTimeout", "4000");
      keys.put("workbin.cluster.folder", shared.resolve("election").toString());
      keys.putAll(more.apply(node));
      nodes.add(new ProductProcess(name + "-" + node, gwsUrl, keys));
    }
  }

  private Path inbox() {
    return shared.resolve("inbox");
  }

  ProductProcess node(int index) {
    return nodes.get(index);
  }

  /** Starts those that do not run, and waits until they take requests. */
  void start() throws IOException {
    for (ProductProcess node : nodes) {
      if (!node.isAlive()) {
        node.start();
      }
    }
    nodes.forEach(ProductProcess::awaitReady);
  }

  /** Waits until exactly one node is elected and hears; the node. */
  ProductProcess awaitElected(Duration limit) {
    return Awaitility.await()
        .alias("one node is elected and hears")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .until(this::elected, node -> node.filter(Nodes::hears).isPresent())
        .orElseThrow();
  }

  /** The node that says it is elected, if one alone does. */
  Optional<ProductProcess> elected() throws InterruptedException {
    List<ProductProcess> all = new ArrayList<>();
    for (ProductProcess node : nodes) {
      if (node.metric("workbin_elected") == 1) {
        all.add(node);
      }
    }
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  private static boolean hears(ProductProcess node) {
    try {
      return node.metric("workbin_cometd_connected") == 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One that runs and is not the elected one. */
  ProductProcess another(ProductProcess elected) {
    return nodes.stream()
        .filter(node -> node != elected && node.isAlive())
        .findFirst()
        .orElseThrow();
  }

  /** Kills the broker and starts it again with what it had on disk. */
  void restartBroker() throws IOException {
    broker.kill();
    broker.start();
  }

  @Override
  public HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return next().post("", json, PATIENCE);
  }

  private ProductProcess next() {
    return nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
  }

  @Override
  public ActiveMQConnectionFactory broker() {
    return new ActiveMQConnectionFactory(
        broker.coreUrl() + "?reconnectAttempts=0&callTimeout=5000",
        BrokerProcess.USER,
        BrokerProcess.PASSWORD);
  }

  @Override
  public void drop(String name, String content) throws IOException {
    Path elsewhere =
        Files.write(shared.resolve(name + ".tmp"), content.getBytes(StandardCharsets.UTF_8));
    Files.move(elsewhere, inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public JsonNode placement(String requestId) throws IOException, InterruptedException {
    return next().placement(requestId);
  }

  @Override
  public List<Path> audits() {
    return nodes.stream().map(ProductProcess::audit).toList();
  }

  @Override
  public void close() {
    nodes.forEach(ProductProcess::close);
    broker.close();
  }
}
