package org.workbinroutes.guarantees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web address that notifications are delivered to, and that remembers when and in what order. */
final class SinkReceiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROBE = "probe";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration slowness;
  private final Map<Integer, Long> sentAt = new ConcurrentHashMap<>();
  private final Map<Integer, Long> delays = new ConcurrentHashMap<>();
  private final Map<String, Integer> last = new HashMap<>();
  private final List<String> outOfOrder = new ArrayList<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();
  private volatile boolean down;

  SinkReceiver(Duration slowness) throws IOException {
    this.slowness = slowness;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  static Map<String, Object> notification(int number, int workbin) {
    return Map.of(
        "messageType", "WorkbinStateChangeMessage",
        "action", "ItemAdded",
        "id", "bin-" + workbin,
        "agentGroup", "Crew",
        "chatStateResourceV2",
            Map.of("id", String.valueOf(number), "userData", Map.of("note", "x".repeat(1_500))));
  }

  static Map<String, Object> probe() {
    return Map.of("messageType", "Probe", "chatStateResourceV2", Map.of("id", PROBE));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  void down(boolean isDown) {
    down = isDown;
  }

  void sent(int number) {
    sentAt.put(number, System.nanoTime());
  }

  /** How many different ones it has had. */
  int count() {
    return delays.size();
  }

  int probes() {
    return probes.get();
  }

  int repeated() {
    return repeated.get();
  }

  int refused() {
    return refused.get();
  }

  /** Those that came for the first time after a later one of their workbin. */
  synchronized List<String> outOfOrder() {
    return List.copyOf(outOfOrder);
  }

  /** Milliseconds between the publication by GWS and the arrival here. */
  double percentile(double share) {
    List<Long> sorted = delays.values().stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
  }

  private void receive(HttpExchange exchange) throws IOException {
    JsonNode notification = JSON.readTree(exchange.getRequestBody().readAllBytes());
    if (down) {
      refused.incrementAndGet();
      answer(exchange, 503);
      return;
    }
    if (!slowness.isZero()) {
      try {
        TimeUnit.MILLISECONDS.sleep(slowness.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    String id = notification.path("chatStateResourceV2").path("id").asText();
    if (id.equals(PROBE)) {
      probes.incrementAndGet();
    } else {
      note(Integer.parseInt(id), notification.path("id").asText());
    }
    answer(exchange, 204);
  }

  private synchronized void note(int number, String workbin) {
    long sent = sentAt.getOrDefault(number, System.nanoTime());
    if (delays.putIfAbsent(number, System.nanoTime() - sent) != null) {
      repeated.incrementAndGet();
      return;
    }
    if (last.getOrDefault(workbin, -1) > number) {
      outOfOrder.add(workbin + ": " + number + " after " + last.get(workbin));
    }
    last.merge(workbin, number, Math::max);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
